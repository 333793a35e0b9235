import { describe, expect, it } from '@jest/globals';
import { LedgerError } from '#libs/ledger';
import { parseKurrentAddress } from './kurrentdb-address.js';

const connection = (url: string): string => parseKurrentAddress(url).connection;

describe('the address of a KurrentDB', () => {
  it.each([
    ['kurrentdb://localhost:2113', 'kurrentdb://localhost:2113'],
    ['kurrentdb://ledger:p%40ss@a.example:2113/', 'kurrentdb://ledger:p%40ss@a.example:2113'],
    ['kurrentdb://a,b:2114,c?tls=false', 'kurrentdb://a,b:2114,c?tls=false'],
    ['kurrentdb+discover://cluster.example', 'kurrentdb+discover://cluster.example'],
    ['esdb://localhost?TLSCAFILE=/etc/ca.pem', 'kurrentdb://localhost?tlsCAFile=/etc/ca.pem'],
    [
      'esdb+discover://localhost?keepAliveInterval=-1&gossipTimeout=5',
      'kurrentdb+discover://localhost?keepAliveInterval=-1&gossipTimeout=5',
    ],
  ])('%s is understood', (url, expected) => {
    expect(connection(url)).toBe(expected);
  });

  it('never sends credentials over a connection without TLS', () => {
    expect(connection('kurrentdb://admin:changeit@localhost?tls=false')).toBe('kurrentdb://localhost?tls=false');
  });

  it('names the files that must be readable', () => {
    const { files } = parseKurrentAddress('kurrentdb://a?tlsCAFile=/c%20a.pem&userCertFile=u.crt&userKeyFile=u.key');
    expect(files).toEqual([
      { option: 'tlsCAFile', path: '/c a.pem' },
      { option: 'userCertFile', path: 'u.crt' },
      { option: 'userKeyFile', path: 'u.key' },
    ]);
  });

  it.each([
    ['no host', 'kurrentdb://'],
    ['credentials without a host', 'kurrentdb://secret:secret@'],
    ['a user without a password', 'kurrentdb://secret@host'],
    ['a password that is not encoded', 'kurrentdb://secret:se:cret@host'],
    ['a password that is encoded wrongly', 'kurrentdb://secret:%zz@host'],
    ['a port that is none', 'kurrentdb://secret:secret@host:99999'],
    ['a port that is a word', 'kurrentdb://host:secret'],
    ['a path', 'kurrentdb://host/secret'],
    ['a fragment', 'kurrentdb://host?tls=true#secret'],
    ['an option nobody knows', 'kurrentdb://host?secret=secret'],
    ['an option without a value', 'kurrentdb://host?tls'],
    ['an option said twice', 'kurrentdb://host?tls=true&TLS=false'],
    ['a value that is none of the option’s', 'kurrentdb://host?tls=secret'],
    ['a key without its certificate', 'kurrentdb://host?userKeyFile=secret'],
    ['appends that do not say why they failed', 'kurrentdb://host?throwOnAppendFailure=false'],
    ['a preference for a node that may be behind', 'kurrentdb://host?nodePreference=follower'],
    ['a file whose name the client would take for credentials', 'kurrentdb://host?tlsCAFile=a:b@secret'],
  ])('with %s is refused by rule and never by value', (_, url) => {
    let refusal: unknown;
    try {
      parseKurrentAddress(url);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(LedgerError);
    expect(refusal).toMatchObject({ code: 'CONFIGURATION', details: [{ path: 'EVENT_STORE_URL' }] });
    expect((refusal as LedgerError).message).not.toContain('secret');
  });
});
