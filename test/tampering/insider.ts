import type { Entry } from '#libs/event-store';
import { type Claims, encodePayload, fromUtf8, type Signer, signingInput } from '#libs/integrity';
import { isJsonObject, type Json, type JsonObject, keysStream, parseJson } from '#libs/ledger';
import { sampleId } from '#libs/testing';

import type { Chance } from './chance.js';
import type { Room } from './room.js';

/** What somebody does who may write in the event store's database and holds no issuer key. */
export class Insider {
  constructor(private readonly room: Room) {}

  async setPayload(position: number, payload: Uint8Array): Promise<void> {
    await this.room.insider`UPDATE event SET payload = ${Buffer.from(payload)} WHERE position = ${position}`;
  }

  async setBoxes(position: number, boxes: Uint8Array): Promise<void> {
    await this.room.insider`UPDATE event SET boxes = ${Buffer.from(boxes)} WHERE position = ${position}`;
  }

  /** Takes out what stands at a position; the head is told so that nothing else shows it. */
  async remove(position: number): Promise<void> {
    await this.room.insider`DELETE FROM event WHERE position = ${position}`;
    await this.room.insider`UPDATE head SET size = size - 1`;
  }

  /** Takes out everything from a position on. */
  async cut(position: number): Promise<void> {
    await this.room.insider`DELETE FROM event WHERE position >= ${position}`;
    await this.room.insider`UPDATE head SET size = ${position}`;
  }

  /** Moves what comes after a position up by one, and in its stream as well; by way of negative numbers, which nothing else has. */
  async closeUp({ position, stream, revision }: Entry): Promise<void> {
    const sql = this.room.insider;
    await sql`UPDATE event SET position = -position WHERE position > ${position}`;
    await sql`UPDATE event SET position = -position - 1 WHERE position < 0`;
    await sql`UPDATE event SET revision = -revision WHERE stream = ${stream} AND revision > ${revision}`;
    await sql`UPDATE event SET revision = -revision - 1 WHERE revision < 0`;
  }

  async exchange(one: number, other: number): Promise<void> {
    const sql = this.room.insider;
    await sql`UPDATE event SET position = -1 WHERE position = ${one}`;
    await sql`UPDATE event SET position = ${one} WHERE position = ${other}`;
    await sql`UPDATE event SET position = ${other} WHERE position = -1`;
  }

  /** Writes a row at the end, as only the registry should. */
  async insert({ position, stream, revision, id, payload, kid, signature }: Entry): Promise<void> {
    await this.room.insider`
      INSERT INTO event (position, stream, revision, id, payload, kid, signature)
      VALUES (${position}, ${stream}, ${revision}, ${id}, ${Buffer.from(payload)}, ${kid}, ${Buffer.from(signature)})`;
    await this.room.insider`UPDATE head SET size = ${position + 1}`;
  }
}

export const claimsOf = ({ payload }: Pick<Entry, 'payload'>): Claims & JsonObject =>
  parseJson(fromUtf8(payload) ?? '') as Claims & JsonObject;

/** Events whose clear fields could be edited; the ledger's keys are told of by other findings. */
export const editable = (rows: readonly Entry[]): Entry[] => rows.filter(({ stream }) => stream !== keysStream);

type Place = readonly (string | number)[];

/** The payload with one clear field of its `data`, chosen at random, changed; and which it was. */
export function edited(entry: Entry, chance: Chance): { readonly payload: Uint8Array; readonly field: string } {
  const claims = claimsOf(entry);
  const place = chance.pick(clearPlaces(claims.data));
  const data = changed(claims.data, place, chance) as Claims['data'];
  return { payload: encodePayload({ ...claims, data }), field: place.join('/') };
}

function clearPlaces(value: Json, at: Place = []): Place[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, n) => clearPlaces(item, [...at, n]));
  if (!isJsonObject(value)) return [at];
  return Object.entries(value).flatMap(([name, member]) => (name === '_sd' ? [] : clearPlaces(member, [...at, name])));
}

function changed(value: Json, [next, ...rest]: Place, chance: Chance): Json {
  if (next === undefined) return another(value, chance);
  if (Array.isArray(value)) return value.map((item: Json, n) => (n === next ? changed(item, rest, chance) : item));
  const object = value as JsonObject;
  return { ...object, [next]: changed(object[next] ?? null, rest, chance) };
}

/** Another value of the same kind. */
function another(value: Json, chance: Chance): Json {
  if (typeof value === 'number') return value + chance.between(1, 10);
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'string' || value === '') return 'x';
  const at = chance.between(0, value.length);
  const other = chance.pick([...'0123456789abcdefghij'].filter((letter) => letter !== value[at]));
  return value.slice(0, at) + other + value.slice(at + 1);
}

/** An event that could come next in the stream of another, signed by whoever signs. */
export async function nextLike(
  last: Entry,
  { position, revision, signer }: { readonly position: number; readonly revision: number; readonly signer: Signer },
): Promise<Entry> {
  const claims = claimsOf(last);
  const id = sampleId(`written ${claims.jti} ${position}`);
  const time = new Date(Date.parse(claims.time) + 60_000 * (position - last.position)).toISOString();
  const payload = encodePayload({ ...claims, jti: id, rev: revision, time });
  const signature = await signer.sign(signingInput(signer.kid, payload));
  const rest = { kid: signer.kid, signature, boxes: null, disclosures: null, req: null };
  return { ...rest, position, stream: last.stream, revision, id, payload };
}
