import { randomBytes } from 'node:crypto';
import { canonicalJson, headsStream, type JsonObject, keysStream, policyStream, type Role } from '#libs/ledger';
import {
  boxDigest,
  ciphertextsDigest,
  compactJwt,
  disclosureDigest,
  disclosureText,
  encodePayload,
  formatCheckpoint,
  formatSignedCheckpoint,
  formatTrust,
  formatVerifierKey,
  HeadsLedger,
  type HeadsList,
  keyProof,
  keyProofInput,
  leafHash,
  MerkleTree,
  noteKeyTypes,
  publicKeyBytes,
  recordedEvent,
  signingInput,
  toHex,
  utf8,
  verifierKey,
} from '#libs/integrity';
import { FreshKey, idFrom } from './fresh-key.js';

/** One event with all that an auditor's bundle tells of it. */
interface LongEntry {
  readonly jwt: string;
  readonly disclosures: readonly string[];
  /** Digests of its ciphertexts by path. */
  readonly digests: Readonly<Record<string, string>> | undefined;
}

interface Said {
  readonly stream: string;
  readonly type: string;
  readonly role: Role;
  readonly data: JsonObject;
  readonly codes?: readonly string[];
  readonly claims?: JsonObject;
}

type Told = Said & Pick<LongEntry, 'disclosures' | 'digests'>;

const origin = 'ledger.test/long';
const sealedField = 'document';
/** What is sealed of its events, which have a shape of their own. */
export const slots = { 'LetterSent/1': [sealedField] } as const;
const codeCount = 200;
const eventsAStream = 10;
/** A registry records the heads of both audiences about so often. */
const headsEvery = 2_000;
const payloadBytes = 1024;
/** Random and far longer than deflate looks back, so that a file of events is not smaller than it would be. */
const filling = randomBytes(1024 * 1024).toString('base64url');

/**
 * A ledger of any length, made event by event and forgotten as it goes: letters to two hundred addressees in streams of ten events of
 * 1 KiB, each begun by one with sealed fields, and the heads of both audiences now and then.
 */
export class LongLedger {
  readonly origin = origin;
  readonly tree = new MerkleTree();
  readonly #issuer = new FreshKey();
  readonly #log = new FreshKey();
  readonly #heads = new HeadsLedger();
  readonly #codes = Array.from({ length: codeCount }, (_, i) =>
    String.fromCharCode(65 + Math.floor(i / 26), 65, 65 + (i % 26)),
  );
  /** Of the last heads, which are for addressees and stand at the end. */
  headsPosition = 0;
  lists: ReadonlyMap<string, HeadsList> = new Map();

  /** The events, many signatures at once; the last are the heads on which a bundle rests. */
  async *entries(size: number): AsyncGenerator<readonly LongEntry[]> {
    const beginning = [this.#founded(), await this.#added(this.#issuer, 'issuer'), await this.#added(this.#log, 'log')];
    yield await this.#logged(beginning.map((told) => this.#signed(told)));
    while (this.tree.size < size) {
      const batch: Promise<LongEntry>[] = [];
      const count = Math.min(256, size - this.#heads.size);
      for (let i = 0; i < count; i++) batch.push(this.#signed(this.#next(size - this.#heads.size)));
      yield await this.#logged(batch);
    }
  }

  async #logged(signed: readonly Promise<LongEntry>[]): Promise<readonly LongEntry[]> {
    const entries = await Promise.all(signed);
    for (const { jwt } of entries) this.tree.append(leafHash(jwt));
    return entries;
  }

  async checkpoint(): Promise<string> {
    const checkpoint = { origin, size: this.tree.size, root: this.tree.root() };
    const { name, keyId } = this.#logKey;
    const signature = await this.#log.sign(utf8(formatCheckpoint(checkpoint)));
    return formatSignedCheckpoint(checkpoint, [{ name, keyId, signature }]);
  }

  get trustText(): string {
    const log = formatVerifierKey(this.#logKey);
    return formatTrust({ origin, genesis: this.#issuer.publicJwk, log, witnesses: 'quorum none\n' });
  }

  get #logKey() {
    return verifierKey(origin, noteKeyTypes.ed25519, publicKeyBytes(this.#log.publicJwk));
  }

  #founded(): Told {
    const data = {
      on: '2025-03-10',
      origin,
      codes: this.#codes,
      promise: 'every signed statement is logged within 60 s',
    };
    return { ...clear(policyStream, 'LedgerFounded', data), role: 'operator' };
  }

  async #added(key: FreshKey, purpose: 'issuer' | 'log'): Promise<Told> {
    const input = keyProofInput(key.kid, origin, purpose);
    const proof = keyProof(input, await key.sign(input));
    const data = { on: '2025-03-10', kid: key.kid, jwk: { ...key.publicJwk }, purpose, proof };
    return { ...clear(keysStream, 'KeyAdded', data), role: 'operator' };
  }

  #next(left: number): Told {
    const position = this.#heads.size;
    if (left === 1) this.lists = new Map(this.#codes.map((code) => [code, this.#heads.list(code, 'addressee')]));
    if (left === 1 || position % headsEvery === 0) return this.#headsFor('addressee');
    if (left === 2 || position % headsEvery === 1) return this.#headsFor('public');
    const serial = Math.floor(position / eventsAStream) + 1;
    const code = this.#codes[serial % codeCount] ?? '';
    const stream = `communication-${code}-${serial}-2025`;
    const isFirst = this.#heads.head(stream) < 0;
    const told = { ...clear(stream, isFirst ? 'LetterSent' : 'ReminderSent', { on: '2025-03-10' }), codes: [code] };
    return isFirst ? sealed(told, position) : filled(told, position);
  }

  #headsFor(audience: 'addressee' | 'public'): Told {
    const size = this.#heads.size;
    const texts = this.#codes.map((code) => {
      const salt = Buffer.from(idFrom(`${size} ${code}`).replaceAll('-', ''), 'hex');
      return disclosureText({ salt, name: code, value: { ...this.#heads.value(code, audience) } });
    });
    const own = { keys: this.#heads.head(keysStream), policy: this.#heads.head(policyStream) };
    const data = { on: '2025-03-10', audience, size, ...own, _sd: texts.map(disclosureDigest).sort() };
    this.headsPosition = size;
    return { ...clear(headsStream, 'HeadsRecorded', data), disclosures: texts, claims: { _sd_alg: 'sha-256' } };
  }

  /** The place of the event is taken at once, its signature made beside others. */
  async #signed({ stream, type, role, data, codes, claims, disclosures, digests }: Told): Promise<LongEntry> {
    const position = this.#heads.size;
    const time = new Date(Date.UTC(2025, 2, 10) + position * 1000).toISOString();
    const by = role === 'clock' ? { role } : { ps: 'BwcHBwcHBwcHBwcHBwcHBw', role };
    const payload = encodePayload({
      ...{ iss: origin, jti: idFrom(`${position}`), sub: stream, rev: this.#heads.head(stream) + 1 },
      ...{ typ: type, ver: 1, time, by, data },
      ...(codes && { codes }),
      ...claims,
    });
    this.#heads.add(recordedEvent(position, payload));
    const signature = await this.#issuer.sign(signingInput(this.#issuer.kid, payload));
    return { jwt: compactJwt(this.#issuer.kid, payload, signature), disclosures, digests };
  }
}

const clear = (stream: string, type: string, data: JsonObject): Told => ({
  ...{ stream, type, data, role: 'clock', disclosures: [], digests: undefined },
});

const filled = (told: Told, position: number): Told => {
  const room = payloadBytes - 400 - canonicalJson(told.data).length;
  const from = (position * 7_919) % (filling.length - room);
  return { ...told, data: { ...told.data, note: filling.slice(from, from + room) } };
};

function sealed(told: Told, position: number): Told {
  const name = sealedField;
  const salt = Buffer.from(idFrom(`salt ${position}`).replaceAll('-', ''), 'hex');
  const digest = disclosureDigest(disclosureText({ salt, name, value: null }));
  const box = { path: name, box: Buffer.from(`${position}`) };
  const sealing = { _sd_alg: 'sha-256', ct: ciphertextsDigest([box]) };
  const { data } = filled(told, position);
  return {
    ...told,
    data: { ...data, _sd: [digest] },
    claims: sealing,
    digests: { [name]: toHex(boxDigest(box).digest) },
  };
}
