import { randomBytes } from 'node:crypto';

import type { SubmittingAgency } from '#libs/testing';

import { allegationBody } from '../e2e/allegation-body.js';
import { seeded } from '../chaos/seeded.js';

interface Raw {
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** Messages that no honest agency would send, from bytes of noise to what is sealed and signed well but says nonsense. */
export async function hostileMessages(
  agency: SubmittingAgency,
  count: number,
  seed = Number(process.env['SEED'] ?? randomBytes(4).readUInt32BE()),
): Promise<{ readonly messages: readonly Raw[]; readonly seed: number }> {
  const random = seeded(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const kinds = [...unreadable(agency, below), ...sealedNonsense(agency, below)];
  const messages: Raw[] = [];
  for (let n = 0; n < count; n++) messages.push(await pick(kinds, below)(n));
  return { messages, seed };
}

type Kind = (n: number) => Promise<Raw>;
type Below = (limit: number) => number;

const data = allegationBody();
const honest = (agency: SubmittingAgency, n: number, more: object = {}) =>
  agency.message({ id: `x-${n}`, type: 'AllegationReceived', data: { ...data, ...more } });
const noise = (length: number, below: Below): Buffer => Buffer.from(Array.from({ length }, () => below(256)));

/** What is no message to the registry, or was one before it was spoilt. */
const unreadable = (agency: SubmittingAgency, below: Below): Kind[] => [
  async (n) => raw(noise(below(300), below), agency, n),
  async (n) => raw(noise(0, below), agency, n),
  async (n) => raw(Buffer.from('.'.repeat(below(100_000))), agency, n),
  async (n) => raw(Buffer.from('x'.repeat(700_000)), agency, n),
  async (n) => ({ value: Buffer.from((await honest(agency, n)).text), headers: {} }),
  async () => ({ value: noise(50, below), headers: { ce_id: 'é'.repeat(below(400)), ce_source: '\0' } }),
  async (n) => raw(spoil(Buffer.from((await honest(agency, n)).text), below), agency, n),
  async (n) => raw(Buffer.from((await honest(agency, n)).text).subarray(below(200)), agency, n),
];

const signedNonsense = [
  '',
  'null',
  '[]',
  '{"iss":1}',
  '{"a":1,"a":2}',
  '{"__proto__":{}}',
  '['.repeat(9000),
  '"\\u0000"',
];

/** What is sealed well and says nonsense, and one honest message in between. */
const sealedNonsense = (agency: SubmittingAgency, below: Below): Kind[] => [
  async (n) => raw(Buffer.from(await agency.seal(noise(below(500), below).toString('latin1'))), agency, n),
  async (n) => raw(Buffer.from(await agency.seal((await honest(agency, n)).jws.replace(/./, '!'))), agency, n),
  async (n) => raw(Buffer.from(await agency.seal(await agency.sign(pick(signedNonsense, below)))), agency, n),
  async (n) => raw(Buffer.from((await honest(agency, n, { persons: deep(80) })).text), agency, n),
  async (n) => raw(Buffer.from((await honest(agency, n, { places: Array(20_000).fill(0) })).text), agency, n),
  async (n) => raw(Buffer.from((await honest(agency, n)).text), agency, n),
];

const raw = (value: Uint8Array, { source }: SubmittingAgency, n: number): Raw => ({
  value,
  headers: { ce_source: source, ce_id: `x-${n}` },
});

const pick = <T>(values: readonly T[], below: (limit: number) => number): T => values[below(values.length)] as T;

function spoil(bytes: Buffer, below: (limit: number) => number): Buffer {
  const at = below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
  return bytes;
}

const deep = (levels: number): unknown => (levels === 0 ? [] : [deep(levels - 1)]);
