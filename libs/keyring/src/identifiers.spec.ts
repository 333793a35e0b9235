import { describe, expect, it } from '@jest/globals';

import { SeededEntropy } from '#libs/testing';

import { Identifiers } from './identifiers.js';

const entropy = new SeededEntropy('identifiers');
const identifiers = new Identifiers(entropy.bytes(32), entropy.bytes(32));
const elsewhere = new Identifiers(entropy.bytes(32), entropy.bytes(32));
const body = Uint8Array.of(123, 125);

describe('The names that only this installation can give', () => {
  it('are the same for a retry and others for every other command, event and installation', () => {
    const id = identifiers.eventId('http:desk', 'key', 0);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(identifiers.eventId('http:desk', 'key', 0)).toBe(id);
    const others = [
      identifiers.eventId('http:desk', 'key', 1),
      identifiers.eventId('http:other', 'key', 0),
      identifiers.eventId('http:desk', ['key'], 0),
      elsewhere.eventId('http:desk', 'key', 0),
    ];
    expect(new Set([id, ...others]).size).toBe(5);
  });

  it('tell one request from another that uses the same Idempotency-Key', () => {
    const hex = (method: string, path: string, bytes: Uint8Array): string =>
      Buffer.from(identifiers.requestDigest(method, path, bytes)).toString('hex');
    expect(hex('POST', '/v1/letters', body)).toHaveLength(64);
    expect(hex('POST', '/v1/letters', body)).toBe(hex('POST', '/v1/letters', body));
    expect(hex('POST', '/v1/letters', body)).not.toBe(hex('POST', '/v1/letters', Uint8Array.of(123, 32, 125)));
    expect(hex('POST', '/v1/letters', body)).not.toBe(hex('POST', '/v1/replies', body));
  });

  it('let a person be recognised within one stream and in no other', () => {
    const name = identifiers.pseudonym('https://id.example', 'clerk', 'handling-KHM-1-2025');
    expect(name).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(identifiers.pseudonym('https://id.example', 'clerk', 'handling-KHM-1-2025')).toBe(name);
    expect(identifiers.pseudonym('https://id.example', 'clerk', 'handling-KHM-2-2025')).not.toBe(name);
    expect(identifiers.pseudonym('https://other.example', 'clerk', 'handling-KHM-1-2025')).not.toBe(name);
  });
});
