import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { type Fact, given, payloadExamples } from '#libs/testing';
import type { KeyAdded, LedgerFounded, PolicyAdopted } from './ledger.events.js';
import { addKey, foldKeys, type KeyEndContext, retireKey, revokeKey } from './keys.js';
import { adoptCodes, adoptPolicy, foldPolicy, foundLedger } from './ledger.js';

const context = { now: Date.parse('2025-03-10T09:00:00Z'), today: '2025-03-10' };
const { LedgerFounded: founding, PolicyAdopted: policy, KeyAdded: key } = payloadExamples;
const founded: Fact = { stream: 'ledger-policy', type: 'LedgerFounded', data: founding };
const adopted: Fact = { stream: 'ledger-policy', type: 'PolicyAdopted', data: policy };
const added: Fact = { stream: 'ledger-keys', type: 'KeyAdded', data: key };

type Past = readonly RecordedEvent[];
const foundingWith =
  (change: Partial<LedgerFounded> = {}) =>
  (past: Past) =>
    foundLedger({ ...founding, ...change }, context, foldPolicy(past));
const adopting =
  (change: Partial<PolicyAdopted> = {}) =>
  (past: Past) =>
    adoptPolicy({ ...policy, ...change }, context, foldPolicy(past));
const adding =
  (change: Partial<KeyAdded> = {}) =>
  (past: Past) =>
    addKey({ ...key, ...change }, context, foldKeys(past));

describe('founding the ledger', () => {
  it('says its name, its files and its promise', () =>
    given().when(foundingWith()).then({ stream: 'ledger-policy', type: 'LedgerFounded', data: founding, codes: [] }));

  it('happens once', () => given(founded).when(foundingWith()).thenRefused('ALREADY_FOUNDED'));

  it('lists its codes in order', () => {
    given()
      .when(foundingWith({ codes: ['LAO', 'KHM'] }))
      .thenRefused('BODY_INVALID');
    given()
      .when(foundingWith({ codes: [] }))
      .thenRefused('BODY_INVALID');
  });
});

describe('adopting a policy', () => {
  it('names the file and its digest', () =>
    given(founded).when(adopting()).then({ stream: 'ledger-policy', type: 'PolicyAdopted', data: policy, codes: [] }));

  it('that is in force already changes nothing', () => given(founded, adopted).when(adopting()).thenNothing());

  it('never changes a file that was adopted', () =>
    given(founded, adopted)
      .when(adopting({ digest: '00'.repeat(32) }))
      .thenRefused('POLICY_CHANGED'));

  it('needs a ledger', () => given().when(adopting()).thenRefused('NOT_FOUNDED'));
});

describe('adding a key', () => {
  const unproven: KeyAdded = { ...key };
  Reflect.deleteProperty(unproven, 'proof');
  const x25519 = { ...key.jwk, crv: 'X25519' } as const;

  it('is on record for everyone', () =>
    given().when(adding()).then({ stream: 'ledger-keys', type: 'KeyAdded', data: key, codes: [] }));

  it('happens once and never again', () =>
    given(added)
      .when(adding({ purpose: 'log' }))
      .thenRefused('KEY_ALREADY_ADDED'));

  it('that signs needs proof that it can; one that only receives has none', () => {
    const keys = foldKeys([]);
    given()
      .when(() => addKey(unproven, context, keys))
      .thenRefused('BODY_INVALID');
    given()
      .when(adding({ purpose: 'intake', jwk: x25519 }))
      .thenRefused('BODY_INVALID');
    const intake = { ...unproven, purpose: 'intake', jwk: x25519 } as const;
    given()
      .when(() => addKey(intake, context, keys))
      .then({ stream: 'ledger-keys', type: 'KeyAdded', data: intake });
  });

  it('of another agency says whose it is, and no other key does', () => {
    const agency = { purpose: 'agency', agency: 'labour', source: 'https://labour.example.org' } as const;
    given()
      .when(adding(agency))
      .then({ stream: 'ledger-keys', type: 'KeyAdded', data: { ...key, ...agency } });
    given()
      .when(adding({ purpose: 'agency' }))
      .thenRefused('BODY_INVALID');
    given()
      .when(adding({ ...agency, purpose: 'log' }))
      .thenRefused('BODY_INVALID');
  });

  it('of an agency goes with one name fit for a topic and one source, which no other agency has', () => {
    const second = { purpose: 'agency', agency: 'labour', source: 'https://labour.example.org' } as const;
    const first: Fact = { ...added, data: { ...key, kid: `${'B'.repeat(42)}A`, ...second } };
    given(first)
      .when(adding(second))
      .then({ stream: 'ledger-keys', type: 'KeyAdded', data: { ...key, ...second } });
    for (const change of [
      { source: 'https://labour.example.com' },
      { agency: 'migration' },
      { agency: 'Labour' },
      { agency: 'labour.events' },
    ])
      given(first)
        .when(adding({ ...second, ...change }))
        .thenRefused('BODY_INVALID');
  });

  it('goes with its algorithm', () =>
    given()
      .when(adding({ jwk: x25519 }))
      .thenRefused('BODY_INVALID'));
});

describe('ending a key', () => {
  const { KeyRetired: retirement, KeyRevoked: revocation } = payloadExamples;
  const stream = 'ledger-keys';
  const second: Fact = { stream, type: 'KeyAdded', data: { ...key, kid: `${'B'.repeat(42)}A` } };
  const retired: Fact = { stream, type: 'KeyRetired', data: retirement };
  const revoked: Fact = { stream, type: 'KeyRevoked', data: revocation };
  const ending: KeyEndContext = { ...context, signedBy: 'another key' };
  const retiring =
    (change: Partial<KeyEndContext> = {}) =>
    (past: Past) =>
      retireKey(retirement, { ...ending, ...change }, foldKeys(past));
  const revoking =
    (size: number, change: Partial<KeyEndContext> = {}) =>
    (past: Past) =>
      revokeKey(revocation, { ...ending, size, ...change }, foldKeys(past));
  const { lastTrustedSize } = revocation;

  it('in good order is on record for everyone, once', () => {
    given(added, second).when(retiring()).then({ stream, type: 'KeyRetired', data: retirement, codes: [] });
    given(added, second, retired).when(retiring()).thenRefused('KEY_ENDED');
    given(added, second, revoked).when(retiring()).thenRefused('KEY_ENDED');
  });

  it('that is in wrong hands says up to which size it is trusted, at most the present one', () => {
    given(added, second)
      .when(revoking(lastTrustedSize))
      .then({ stream, type: 'KeyRevoked', data: revocation, codes: [] });
    given(added, second)
      .when(revoking(lastTrustedSize - 1))
      .thenRefused('POSITION_UNKNOWN');
  });

  it('in good order does not keep it from being revoked later; revoked, it stays so', () => {
    given(added, second, retired)
      .when(revoking(lastTrustedSize))
      .then({ stream, type: 'KeyRevoked', data: revocation });
    given(added, second, revoked).when(revoking(lastTrustedSize)).thenRefused('KEY_ENDED');
  });

  it('needs a key that was added, and not the one that signs', () => {
    for (const act of [retiring(), revoking(lastTrustedSize)]) given().when(act).thenRefused('KEY_UNKNOWN');
    const signedBy = key.kid;
    for (const act of [retiring({ signedBy }), revoking(lastTrustedSize, { signedBy })])
      given(added, second).when(act).thenRefused('KEY_IN_USE');
  });

  it('never leaves the ledger without a key for statements or for checkpoints', () => {
    for (const purpose of ['issuer', 'log'] as const) {
      const last: Fact = { ...added, data: { ...key, purpose } };
      const other: Fact = { ...second, data: { ...key, purpose: 'agency', kid: `${'B'.repeat(42)}A` } };
      given(last, other).when(retiring()).thenRefused('KEY_IN_USE');
      given(last, other).when(revoking(lastTrustedSize)).thenRefused('KEY_IN_USE');
    }
    given({ ...added, data: { ...key, purpose: 'agency' } })
      .when(retiring())
      .then({ stream, type: 'KeyRetired', data: retirement });
  });
});

describe('adopting codes', () => {
  const { CodesAdopted: adoption } = payloadExamples;
  const stream = 'ledger-policy';
  const few: Fact = { stream, type: 'LedgerFounded', data: { ...founding, codes: ['KHM', 'LAO'] } };
  const adoptingCodes = (codes: readonly string[]) => (past: Past) =>
    adoptCodes({ ...adoption, codes }, context, foldPolicy(past));

  it('gives the whole list, which grows', () =>
    given(few)
      .when(adoptingCodes(['KHM', 'LAO', 'THA']))
      .then({ stream, type: 'CodesAdopted', data: { ...adoption, codes: ['KHM', 'LAO', 'THA'] }, codes: [] }));

  it('never drops one, also one that was adopted later', () => {
    given(few)
      .when(adoptingCodes(['KHM', 'THA']))
      .thenRefused('CODES_DROPPED');
    given(few, { stream, type: 'CodesAdopted', data: { ...adoption, codes: ['KHM', 'LAO', 'THA'] } })
      .when(adoptingCodes(['KHM', 'LAO', 'VNM']))
      .thenRefused('CODES_DROPPED');
  });

  it('that are in force already changes nothing', () =>
    given(few)
      .when(adoptingCodes(['KHM', 'LAO']))
      .thenNothing());

  it('lists them in order, in a ledger that was founded', () => {
    given(few)
      .when(adoptingCodes(['LAO', 'KHM', 'THA']))
      .thenRefused('BODY_INVALID');
    given()
      .when(adoptingCodes(['KHM']))
      .thenRefused('NOT_FOUNDED');
  });
});
