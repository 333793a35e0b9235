import { randomBytes } from 'node:crypto';
import { encodePayload } from '#libs/integrity';
import type { JsonObject } from '#libs/ledger';

/** Where an event stands, as its statement names it. */
export interface Place {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly time: string;
}

export const origin = 'ledger.test/bench';

/** What a payload measures, in bytes, give or take the digits of its revision. */
const size = 1024;

// Random, so that neither PostgreSQL nor a disk makes it smaller than it is.
const text = randomBytes(size).toString('base64url');

/** `data` with a note that brings the payload it is part of to 1 KiB. */
export function filled(place: Place, data: JsonObject, claims: JsonObject = {}): JsonObject {
  const rest = statementPayload(place, { ...data, note: '' }, claims).length;
  return { ...data, note: text.slice(0, size - rest) };
}

/** The payload of a statement as the registry encodes it. */
export const statementPayload = (
  { id, stream, revision, time }: Place,
  data: JsonObject,
  claims: JsonObject,
): Uint8Array =>
  encodePayload({
    ...{ iss: origin, jti: id, sub: stream, rev: revision, typ: 'CaseAssigned', ver: 1, time },
    by: { role: 'clock' },
    data,
    ...claims,
  });

const somewhere: Place = {
  id: '00000000-0000-8000-8000-000000000000',
  stream: 'handling-bench_0_0',
  revision: 0,
  time: '2025-03-10T08:00:00.000Z',
};

/** The data of an event without sealed fields, made once: filling it again for every event would be measured too. */
export const clearData = filled(somewhere, { on: '2025-03-10' });

/** 1 KiB of the same JSON for stores that know nothing of statements. */
export const plainBytes = statementPayload(somewhere, clearData, {});
export const plainJson = new TextDecoder().decode(plainBytes);
