import { createDecipheriv, createHash, createHmac, createPublicKey, hkdfSync, verify } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { exampleIn, exampleText, withExample, workedExamples } from './worked-examples.js';

const page = 'docs/formats.md';
const examples = Object.entries(workedExamples());

if (process.env['WRITE_TABLES'] === 'yes') {
  const written = (text: string, [name, example]: (typeof examples)[number]): string =>
    withExample(text, name, exampleText(example));
  writeFileSync(page, examples.reduce(written, readFileSync(page, 'utf8')));
}
const text = readFileSync(page, 'utf8');

describe('the worked examples of the formats are the golden vectors', () => {
  it.each(examples)('%s', (name, example) => {
    expect(exampleIn(text, name)).toBe(exampleText(example));
  });

  it('and the page marks no other', () => {
    const marked = [...text.matchAll(/<!-- example: (\S+) -->/g)].map(([, name]) => name);
    expect(marked.sort()).toEqual(examples.map(([name]) => name).sort());
  });
});

const hex = (value: string): Buffer => Buffer.from(value, 'hex');
const sha256 = (...parts: readonly (Uint8Array | string)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const base64url = (value: string | Uint8Array): string => Buffer.from(value).toString('base64url');

/** The lines `name  value` of a block. */
const valuesOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    (exampleIn(text, name) ?? '').split('\n').map((line) => {
      const [, label = '', value = ''] = /^(.*?) {2,}(.*)$/.exec(line) ?? [];
      return [label, value];
    }),
  );
const value = (name: string, label: string): string => valuesOf(name)[label] ?? '';

const publicKey = (x: string) => createPublicKey({ key: { crv: 'Ed25519', kty: 'OKP', x }, format: 'jwk' });
const leafOf = (jwt: string): string => sha256('\0', jwt).toString('hex');
const leaves = Array.from({ length: 9 }, (_, index) => hex(value('tree', `leaf ${index}`)));

/** The largest power of two below n (RFC 9162, 2.1.1). */
const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));

const rootOf = (of: readonly Buffer[]): Buffer =>
  of.length === 1
    ? (of[0] as Buffer)
    : sha256('\u0001', rootOf(of.slice(0, split(of.length))), rootOf(of.slice(split(of.length))));

/** RFC 9162, 2.1.3.1. */
function pathOf(index: number, of: readonly Buffer[]): Buffer[] {
  if (of.length === 1) return [];
  const k = split(of.length);
  return index < k
    ? [...pathOf(index, of.slice(0, k)), rootOf(of.slice(k))]
    : [...pathOf(index - k, of.slice(k)), rootOf(of.slice(0, k))];
}

/** RFC 9162, 2.1.4.1. */
function consistencyOf(older: number, of: readonly Buffer[], begun: 'whole' | 'part' = 'whole'): Buffer[] {
  if (older === of.length) return begun === 'whole' ? [] : [rootOf(of)];
  const k = split(of.length);
  return older <= k
    ? [...consistencyOf(older, of.slice(0, k), begun), rootOf(of.slice(k))]
    : [...consistencyOf(older - k, of.slice(k), 'part'), rootOf(of.slice(0, k))];
}

/** AES-256-GCM: ciphertext with the tag at its end. */
function opened(key: Uint8Array, nonce: Uint8Array, sealed: Buffer, aad = Buffer.alloc(0)): Buffer {
  const cipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(aad).setAuthTag(sealed.subarray(-16));
  return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
}
const hkdf = (ikm: Buffer, salt: Buffer, info: string): Buffer =>
  Buffer.from(hkdfSync('sha256', ikm, salt, Buffer.from(info), 32));

interface Claims {
  readonly jti: string;
  readonly sub: string;
  readonly rev: number;
  readonly typ: string;
  readonly ver: number;
  readonly time: string;
  readonly by: object;
  readonly data: Readonly<Record<string, unknown>>;
}
interface Tally {
  readonly statements: number;
  readonly all: Readonly<Record<string, number>>;
  readonly addressees: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

describe('with the page alone and nothing of ours', () => {
  it('the signature of the statement is checked, and its leaf found', () => {
    const { key = '', header = '', payload = '', signature = '', jwt, leaf } = valuesOf('statement');
    const signed = `${base64url(header)}.${base64url(payload)}`;
    expect(jwt).toBe(`${signed}.${signature}`);
    expect(base64url(sha256(key))).toBe((JSON.parse(header) as { kid: string }).kid);
    const { x } = JSON.parse(key) as { x: string };
    expect(verify(null, Buffer.from(signed), publicKey(x), Buffer.from(signature, 'base64url'))).toBe(true);
    expect(leafOf(jwt ?? '')).toBe(leaf);
    expect(leaf).toBe(value('tree', 'leaf 5'));
  });

  it('the identifiers follow from the secrets', () => {
    const of = valuesOf('identifiers');
    const hmac = (key: string, over: string | Buffer): Buffer =>
      createHmac('sha256', hex(of[key] ?? ''))
        .update(over)
        .digest();
    const id = hmac('K_id', of['jti over'] ?? '').subarray(0, 16);
    id[6] = ((id[6] ?? 0) & 0x0f) | 0x80;
    id[8] = ((id[8] ?? 0) & 0x3f) | 0x80;
    expect(of['jti']?.replaceAll('-', '')).toBe(id.toString('hex'));
    expect(of['req']).toBe(hmac('K_id', hex(of['req over'] ?? '')).toString('hex'));
    expect(of['ps']).toBe(base64url(hmac('K_ps', of['ps over'] ?? '').subarray(0, 16)));
  });

  it('the sealed field opens with its key, and its ciphertext is committed to', () => {
    const {
      disclosure = '',
      digest,
      aad = '',
      'data key': dataKey = '',
      box = '',
      d = '',
      ct,
    } = valuesOf('sealed-field');
    const bytes = hex(box);
    const key = hkdf(hex(dataKey), Buffer.alloc(0), aad);
    expect(opened(key, bytes.subarray(0, 12), bytes.subarray(12), Buffer.from(aad)).toString()).toBe(disclosure);
    expect(base64url(sha256(disclosure))).toBe(digest);
    expect(d.split(' ')).toContain(sha256(bytes).toString('hex'));
    expect(base64url(sha256(...d.split(' ').map(hex)))).toBe(ct);
  });

  it('the roots, the proof and the consistency follow from the leaves', () => {
    expect(rootOf(leaves).toString('hex')).toBe(value('tree', 'root at 9'));
    expect(rootOf(leaves.slice(0, 5)).toString('hex')).toBe(value('tree', 'root at 5'));
    const base64 = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString('base64'));
    expect(base64(consistencyOf(5, leaves))).toEqual(value('tree', 'consistency').split(' '));
    const [, , ...proof] = (exampleIn(text, 'proof') ?? '').split('\n\n')[0]?.split('\n') ?? [];
    expect(base64(pathOf(4, leaves))).toEqual(proof);
  });

  it('the tile is the leaves', () => {
    const [path = '', bytes] = (exampleIn(text, 'tile') ?? '').split('\n');
    expect(path).toBe('tile/0/000.p/9');
    expect(bytes).toBe(leaves.map((leaf) => leaf.toString('hex')).join(''));
  });

  it('the log key is shown to be held by whoever announces it', () => {
    const { jwk = '', kid = '', proof = '' } = valuesOf('key-proof');
    const [header = '', said = '', signature = ''] = proof.split('.');
    expect(kid).toBe(base64url(sha256(jwk)));
    expect(header).toBe(base64url(`{"alg":"Ed25519","kid":"${kid}","typ":"ledger-key+jws"}`));
    const { iss } = JSON.parse(value('statement', 'payload')) as { iss: string };
    expect(said).toBe(base64url(`ledger-key/1 ${iss} ${kid} log`));
    const { x } = JSON.parse(jwk) as { x: string };
    const bytes = Buffer.from(signature, 'base64url');
    expect(verify(null, Buffer.from(`${header}.${said}`), publicKey(x), bytes)).toBe(true);
    const { log } = JSON.parse(value('trust', 'trust.json')) as { log: string };
    expect(base64url(Buffer.from(log.split('+')[2] ?? '', 'base64').subarray(1))).toBe(x);
  });

  it('the checkpoint is signed by the key of the trust file', () => {
    const trust = value('trust', 'trust.json');
    expect(sha256(trust).toString('hex')).toBe(value('trust', 'digest'));
    const { log } = JSON.parse(trust) as { log: string };
    const [body = '', lines = ''] = (exampleIn(text, 'checkpoint') ?? '').split('\n\n');
    expect(body.split('\n').slice(1)).toEqual(['9', rootOf(leaves).toString('base64')]);
    const [name, id, encoded = ''] = log.split('+');
    const signature = Buffer.from(lines.split('\n')[0]?.split(' ').at(-1) ?? '', 'base64');
    expect(lines.split(' ')[1]).toBe(name);
    expect(signature.subarray(0, 4).toString('hex')).toBe(id);
    const key = publicKey(base64url(Buffer.from(encoded, 'base64').subarray(1)));
    expect(verify(null, Buffer.from(`${body}\n`), key, signature.subarray(4))).toBe(true);
  });

  it('the receipt carries the statement it proves', () => {
    const [, extra = '', index] = (exampleIn(text, 'receipt') ?? '').split('\n');
    expect(index).toBe('index 4');
    expect(leafOf(Buffer.from(extra.slice('extra '.length), 'base64').toString())).toBe(value('tree', 'leaf 4'));
  });

  it('the heads record discloses the digest of the list', () => {
    const { payload = '', disclosure = '', digest, 'heads/KHM.txt': list = '' } = valuesOf('heads');
    const [, code, said] = JSON.parse(Buffer.from(disclosure, 'base64url').toString()) as [string, string, object];
    const lines = JSON.parse(list) as string;
    const heads = lines.split('\n').flatMap((line) => (line === '' ? [] : [Number(line.split(' ')[1])]));
    const events = heads.reduce((sum, head) => sum + head + 1, 0);
    expect([code, said]).toEqual(['KHM', { events, list: sha256(lines).toString('hex'), streams: heads.length }]);
    expect(base64url(sha256(disclosure))).toBe(digest);
    expect((JSON.parse(payload) as { data: { _sd: string[] } }).data._sd).toContain(digest);
  });

  it('the digests of ciphertexts are those that position 4 commits to', () => {
    const [, extra = ''] = (exampleIn(text, 'receipt') ?? '').split('\n');
    const jwt = Buffer.from(extra.slice('extra '.length), 'base64').toString();
    const { ct } = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as { ct: string };
    const line = JSON.parse(exampleIn(text, 'ciphertexts') ?? '') as {
      position: number;
      digests: Record<string, string>;
    };
    const paths = Object.keys(line.digests).sort();
    expect(line.position).toBe(4);
    expect(base64url(sha256(...paths.map((path) => hex(line.digests[path] ?? ''))))).toBe(ct);
  });

  it('an entry of each view follows from its statement, and the tally adds up', () => {
    const { jti: event, sub, rev, typ, ver, time, by, data } = JSON.parse(value('statement', 'payload')) as Claims;
    const { on, ...fields } = data;
    const [position, view] = [5, valuesOf('views')];
    const audited = { by, event, on, position, revision: rev, stream: sub, time, type: typ, ver };
    expect(view['views/audit-trail.1.json']).toBe(JSON.stringify(audited));
    const shown = { event, fields, on, position };
    const told = { ...shown, reference: 'AL KHM 1/2025', stream: sub, time, type: typ, version: ver };
    expect(view['views/timeline.1.json']).toBe(JSON.stringify(told));
    const tally = JSON.parse(view['views/tally.1.json'] ?? '') as Tally;
    expect(Object.values(tally.all).reduce((sum, n) => sum + n, 0)).toBe(tally.statements);
    expect(tally.addressees['KHM']?.[typ]).toBe(tally.all[typ]);
  });

  it('the document opens with its keys', () => {
    const { plaintext, 'data keys': keys = '', 'all bytes': all = '', address } = valuesOf('document');
    const file = hex(all);
    const key = hkdf(hex(keys.replaceAll(' ', '')), file.subarray(5, 37), 'ledger-document/1');
    const nonce = Buffer.concat([file.subarray(37, 44), Buffer.from([0, 0, 0, 0, 1])]);
    expect(file.subarray(0, 5).toString()).toBe('LDOC1');
    expect(opened(key, nonce, file.subarray(44)).toString('hex')).toBe(plaintext);
    expect(sha256(file).toString('hex')).toBe(address);
  });

  it('a message is put together again to the statement', () => {
    const of = valuesOf('kafka-message');
    const header = `{"alg":"Ed25519","kid":"${of['ce_kid']}","typ":"ledger-event+sd-jwt"}`;
    const jwt = `${base64url(header)}.${base64url(of['value'] ?? '')}.${of['ce_sig']}`;
    expect(jwt).toBe(value('statement', 'jwt'));
  });

  it('what stands beside a statement in a KurrentDB is read', () => {
    const metadata = hex(value('kurrentdb', 'metadata'));
    expect(metadata.subarray(0, 5).toString()).toBe('LEVT1');
    const parts: (Buffer | null)[] = [];
    for (let at = 5; at < metadata.length;) {
      const length = metadata.readUInt32BE(at);
      parts.push(length === 0xffffffff ? null : metadata.subarray(at + 4, at + 4 + length));
      at += 4 + (parts.at(-1)?.length ?? 0);
    }
    expect(parts.map((part) => part?.length ?? null)).toEqual([43, 64, null, null, null]);
  });
});
