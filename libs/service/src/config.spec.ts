import { describe, expect, it } from '@jest/globals';
import { IsInt, IsOptional, IsUrl, Matches, Max, Min } from 'class-validator';

import { LedgerError } from '#libs/ledger';

import { Env, environmentOf, ledgerOrigin, readConfig } from './config.js';

class ExampleConfig {
  @Env('EXAMPLE_PORT', 'where it listens')
  @IsInt()
  @Min(0)
  @Max(65535)
  port = 8080;

  @Env('EXAMPLE_URL', 'where the other one is')
  @IsOptional()
  @IsUrl({ require_tld: false })
  url?: string;
}

class NamedConfig {
  @Env('LEDGER_ORIGIN', 'what the ledger is called')
  @Matches(ledgerOrigin)
  origin = '';
}

describe('configuration from the environment', () => {
  it('uses the defaults when nothing is set, and what is set otherwise', () => {
    expect(readConfig(ExampleConfig, {})).toMatchObject({ port: 8080 });
    expect(readConfig(ExampleConfig, { EXAMPLE_PORT: '9', EXAMPLE_URL: '' })).toEqual({ port: 9 });
  });

  it('reports every fault at once, by name and rule, never by value', () => {
    const attempt = () => readConfig(ExampleConfig, { EXAMPLE_PORT: 'secret-word', EXAMPLE_URL: 'another secret' });
    expect(attempt).toThrow(LedgerError);
    expect(attempt).toThrow(/EXAMPLE_PORT: .*EXAMPLE_URL: /);
    expect(attempt).not.toThrow(/secret/);
  });

  it('knows its variables for the documentation', () => {
    expect(environmentOf(ExampleConfig).map(({ name }) => name)).toEqual(['EXAMPLE_PORT', 'EXAMPLE_URL']);
  });

  it.each(['ohchr.example/allegations', 'ledger.local/4aLZRHcOgie0d6iu', 'ledger.test/mfrgg2dfmztwq2lk'])(
    'takes %s for the name of a ledger',
    (origin) => expect(readConfig(NamedConfig, { LEDGER_ORIGIN: origin })).toEqual({ origin }),
  );

  it.each(['OHCHR.example/allegations', 'ledger.local/4aLZRHcOgie0d6iu7', 'ledger.local/ABC', 'a b', 'a'.repeat(121)])(
    'does not take %s for the name of a ledger',
    (origin) => expect(() => readConfig(NamedConfig, { LEDGER_ORIGIN: origin })).toThrow(/LEDGER_ORIGIN/),
  );
});
