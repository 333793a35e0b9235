import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseTrust } from '../trust.js';
import { verifyBundle } from './verify-bundle.js';

const folder = new URL('../../../../../shared/data/bundles/', import.meta.url);

interface Expected {
  readonly ok: boolean;
  readonly completeAsAt: string | null;
  readonly findings: readonly string[];
}

const read = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));
const text = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

if (existsSync(folder))
  describe('bundles made by an independent implementation', () => {
    const expected = JSON.parse(text('expected.json')) as Record<string, Expected>;
    const trust = parseTrust(text('trust.json'));
    it.each(Object.keys(expected))('%s', async (name) => {
      const result = await verifyBundle(read(name), { ...(trust && { trust }) });
      const said = { ok: result.ok, completeAsAt: result.completeAsAt ?? null };
      console.log(name, JSON.stringify(result.findings), JSON.stringify(result.checks.map((c) => [c.check, c.ok])));
      expect(said).toEqual({ ok: expected[name]?.ok, completeAsAt: expected[name]?.completeAsAt });
      expect(result.findings.map(({ code }) => code)).toEqual(
        expect.arrayContaining([...(expected[name]?.findings ?? [])]),
      );
    });
  });
