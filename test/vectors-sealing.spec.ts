import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { decryptDocument, type DocumentKey, encryptDocument } from '#libs/documents';
import { slotAad } from '#libs/integrity';
import { type DataKey, Identifiers, openBox, sealBox, Sealer } from '#libs/keyring';
import { canonicalJson, Entropy, type Json, type JsonObject, LedgerError } from '#libs/ledger';

interface SlotInput {
  readonly path: string;
  readonly value: Json;
  readonly keys: readonly string[];
  readonly salt: string;
  readonly iv: string;
}

interface DocumentInput {
  readonly name: string;
  /** The byte at i is i · `step` modulo 256. */
  readonly length: number;
  readonly step: number;
  readonly keys: readonly string[];
  readonly salt: string;
  readonly prefix: string;
}

interface Vectors {
  readonly input: {
    readonly keys: readonly { readonly id: string; readonly bytes: string }[];
    readonly sealed: {
      readonly iss: string;
      readonly jti: string;
      readonly data: JsonObject;
      readonly slotNames: readonly string[];
      /** In the order in which their salts are drawn. */
      readonly slots: readonly SlotInput[];
    };
    readonly documents: readonly DocumentInput[];
    readonly identifiers: {
      readonly K_id: string;
      readonly K_ps: string;
      readonly jti: readonly { readonly scope: string; readonly key: string | readonly string[]; readonly n: number }[];
      readonly req: readonly { readonly method: string; readonly path: string; readonly body: string }[];
      readonly ps: readonly { readonly issuer: string; readonly subject: string; readonly stream: string }[];
    };
  };
  readonly expected: {
    readonly sealed: {
      readonly data: string;
      readonly slots: readonly Record<'path' | 'text' | 'digest' | 'aad' | 'box', string>[];
      readonly ct: string;
      readonly column: string;
    };
    /** `content` of the short ones whole; `file` is the SHA-256 of all bytes. */
    readonly documents: readonly object[];
    readonly identifiers: object;
  };
}

const { input, expected } = JSON.parse(
  readFileSync(new URL('vectors/sealing.json', import.meta.url), 'utf8'),
) as Vectors;

const fromHex = (text: string): Uint8Array => Buffer.from(text, 'hex');
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** Gives what the vectors say was drawn, by the number of bytes asked for, each once. */
class ScriptedEntropy extends Entropy {
  private readonly drawn: Uint8Array[];

  constructor(script: readonly string[]) {
    super();
    this.drawn = script.map(fromHex);
  }

  override bytes(count: number): Uint8Array {
    const at = this.drawn.findIndex(({ length }) => length === count);
    const [bytes] = at === -1 ? [] : this.drawn.splice(at, 1);
    if (bytes === undefined) throw new LedgerError('INTERNAL', `the script has no ${count} bytes left`);
    return bytes;
  }

  override uuid(): string {
    throw new LedgerError('INTERNAL', 'no vector draws a UUID');
  }

  get left(): number {
    return this.drawn.length;
  }
}

const keyBytes = new Map(input.keys.map(({ id, bytes }) => [id, fromHex(bytes)]));
const keysNamed = (ids: readonly string[]): DataKey[] =>
  ids.map((id) => ({ id, bytes: keyBytes.get(id) ?? new Uint8Array(0) }));

const { iss, jti, data, slotNames, slots } = input.sealed;
const slotAt = (path: string): SlotInput => slots.find((slot) => slot.path === path) ?? raise(path);
const raise = (path: string): never => {
  throw new LedgerError('INTERNAL', `the vectors have no slot ${path}`);
};

function sealedAgain() {
  const salts = slots.map(({ salt }) => salt);
  const ivs = expected.sealed.slots.map(({ path }) => slotAt(path).iv);
  const entropy = new ScriptedEntropy([...salts, ...ivs]);
  const keysOf = (path: string) => keysNamed(slotAt(path).keys);
  const sealed = new Sealer(entropy).seal({ iss, id: jti, data, slots: slotNames, keysOf });
  return { ...sealed, left: entropy.left };
}

/** These bytes were computed by an implementation that shares nothing with ours (Python, cryptography), and were equal. */
describe('Sealed fields, byte for byte as they were first written', () => {
  it('make these disclosures, digests and boxes of an event', () => {
    const sealed = sealedAgain();
    expect(canonicalJson(sealed.data)).toBe(expected.sealed.data);
    expect(sealed.disclosures).toEqual(expected.sealed.slots.map(({ path, text, digest }) => ({ path, text, digest })));
    expect(sealed.claims).toEqual({ _sd_alg: 'sha-256', ct: expected.sealed.ct });
    expect(text(sealed.boxes ?? new Uint8Array(0))).toBe(expected.sealed.column);
    expect(sealed.left).toBe(0);
  });

  it.each(expected.sealed.slots)(
    'bind the box at $path to its place and its keys',
    ({ path, text: said, aad, box }) => {
      const { keys, iv } = slotAt(path);
      const computed = slotAad(iss, jti, path, keys);
      expect(text(computed)).toBe(aad);
      expect(toHex(sealBox(keysNamed(keys), computed, said, fromHex(iv)))).toBe(box);
      expect(openBox(keysNamed([...keys].reverse()), computed, fromHex(box))).toBe(said);
    },
  );

  it.each(slots)('open at $path to what was sealed there', ({ path, value }) => {
    const request = { iss, id: jti, path, boxes: Buffer.from(expected.sealed.column), keys: keyBytes };
    const signed = JSON.parse(expected.sealed.data) as JsonObject;
    expect(new Sealer(new ScriptedEntropy([])).open({ ...request, data: signed }).value).toEqual(value);
  });
});

const plaintextOf = ({ length, step }: DocumentInput): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, i) => (i * step) % 256));

/** In parts whose borders are not those of the chunks. */
async function* inParts(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  for (let at = 0; at < bytes.length; at += 10_007) yield bytes.subarray(at, at + 10_007);
}

async function gathered(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('Document files, byte for byte as they were first written', () => {
  it.each(input.documents.map((document, i) => [document.name, document, expected.documents[i]] as const))(
    'encrypt and decrypt: %s',
    async (_, document, wanted) => {
      const keys: readonly DocumentKey[] = keysNamed(document.keys);
      const plaintext = plaintextOf(document);
      const entropy = new ScriptedEntropy([document.salt, document.prefix]);
      const file = await gathered(encryptDocument(inParts(plaintext), keys, entropy));
      const facts = {
        bytes: file.length,
        file: sha256(file),
        digest: sha256(plaintext),
        lastTag: toHex(file.subarray(-16)),
      };
      expect(file.length <= 200 ? { ...facts, content: toHex(file) } : facts).toEqual(wanted);
      expect((await gathered(decryptDocument(inParts(file), keys))).equals(plaintext)).toBe(true);
    },
  );
});

describe('What is derived from the secrets of an installation, byte for byte as it was first written', () => {
  it('identifies events, requests and persons', () => {
    const { K_id, K_ps, jti: events, req: requests, ps: persons } = input.identifiers;
    const identifiers = new Identifiers(fromHex(K_id), fromHex(K_ps));
    expect({
      jti: events.map(({ scope, key, n }) => identifiers.eventId(scope, key, n)),
      req: requests.map(({ method, path, body }) => toHex(identifiers.requestDigest(method, path, Buffer.from(body)))),
      ps: persons.map(({ issuer, subject, stream }) => identifiers.pseudonym(issuer, subject, stream)),
    }).toEqual(expected.identifiers);
  });
});
