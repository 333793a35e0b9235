import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { type Fact, given, payloadExamples } from '#libs/testing';
import type { KeyAdded, LedgerFounded, PolicyAdopted } from './ledger.events.js';
import { addKey, adoptPolicy, foldKeys, foldPolicy, foundLedger } from './ledger.js';

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

  it('goes with its algorithm', () =>
    given()
      .when(adding({ jwk: x25519 }))
      .thenRefused('BODY_INVALID'));
});
