import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { canonicalJson, type RecordedEvent } from '#libs/ledger';
import { equalBytes, fromHex, fromUtf8, toHex } from './bytes.js';
import { cosignedAt, formatSignedCheckpoint, parseSignedCheckpoint } from './checkpoint.js';
import { disclosureDigest, disclosureText, parseDisclosure, reveal } from './disclosure.js';
import type { HeadsAudience } from './heads-file.js';
import { formatHeadsList, HeadsLedger, headsValue, parseHeadsList } from './heads.js';
import { type Ed25519Jwk, publicKeyBytes, thumbprint, verifyKeyProof } from './keys.js';
import { formatVerifierKey, parseVerifierKey, verifyNote } from './note.js';
import { sha256, verifyEd25519 } from './platform.js';
import { digestOfBoxDigests } from './sealing.js';
import { type Claims, compactJwt, encodePayload, leafHash, parseCompactJwt, recordedEvent } from './statement.js';
import { hashTileBytes, hashTiles, tilePath } from './tiles.js';
import { formatHashes, formatTlogProof, parseHashes, parseTlogProof } from './tlog-proof.js';
import { MerkleTree, verifyConsistency, verifyInclusion } from './tree.js';
import { formatTrust, parseTrust } from './trust.js';
import { hasQuorum } from './witness-policy.js';
import { openZip, ZipFile } from './zip/zip-reader.js';

const folder = new URL('../../../../shared/data/bundles/', import.meta.url);
const here = existsSync(folder);

const fileText = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
type Unpacked = ReadonlyMap<string, Uint8Array>;

async function unpacked(file: string): Promise<Unpacked> {
  const zip = openZip(readFileSync(new URL(file, folder)));
  if (!(zip instanceof ZipFile)) return new Map();
  const files = zip.names.map(async (name) => [name, (await zip.read(name)) as Uint8Array] as const);
  return new Map(await Promise.all(files));
}

const names = here ? readdirSync(folder).filter((name) => name.endsWith('.zip')) : [];
const bundles = new Map(await Promise.all(names.map(async (name) => [name, await unpacked(name)] as const)));
const bundle = (name: string): Unpacked => bundles.get(`${name}.zip`)!;
const bytesOf = (zip: Unpacked, name: string): Uint8Array => zip.get(name)!;
const textOf = (zip: Unpacked, name: string): string => fromUtf8(bytesOf(zip, name)) ?? '';
const linesOf = <T>(zip: Unpacked, name: string): T[] =>
  textOf(zip, name)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

interface Line {
  readonly position: number;
  readonly jwt: string;
}
const statements = (zip: Unpacked): Line[] => linesOf(zip, 'statements.jsonl');
const claimsOf = (jwt: string): Claims => JSON.parse(fromUtf8(parseCompactJwt(jwt)!.payload)!) as Claims;
const eventOf = ({ position, jwt }: Line): RecordedEvent => recordedEvent(position, parseCompactJwt(jwt)!.payload);

function publicKeys(lines: readonly Line[]): Map<string, Uint8Array> {
  const added = lines.map(({ jwt }) => claimsOf(jwt)).filter(({ typ }) => typ === 'KeyAdded');
  return new Map(
    added.map(({ data }) => [data['kid'] as string, publicKeyBytes(data['jwk'] as unknown as Ed25519Jwk)]),
  );
}

const primitives = (): void => {
  const auditor = bundle('auditor-valid');
  const lines = statements(auditor);
  const signed = parseSignedCheckpoint(bytesOf(auditor, 'checkpoint'))!;
  const trust = parseTrust(fileText('trust.json'))!;
  const tree = new MerkleTree();
  for (const { jwt } of lines) tree.append(leafHash(jwt));

  it('signs and writes statements the same way', async () => {
    const keys = publicKeys(lines);
    for (const { jwt } of lines) {
      const parts = parseCompactJwt(jwt)!;
      const claims = claimsOf(jwt);
      expect(compactJwt(parts.kid!, encodePayload(claims), parts.signature)).toBe(jwt);
      expect(await verifyEd25519(keys.get(parts.kid!)!, parts.signed, parts.signature)).toBe(true);
    }
  });

  it('names keys and proves their possession the same way', async () => {
    for (const { iss, typ, data } of lines.map(({ jwt }) => claimsOf(jwt))) {
      if (typ !== 'KeyAdded') continue;
      const jwk = data['jwk'] as unknown as Ed25519Jwk;
      const purpose = data['purpose'] as 'issuer' | 'log' | 'intake';
      expect(thumbprint(jwk)).toBe(data['kid']);
      if (purpose !== 'intake') expect(await verifyKeyProof(data['proof'] as string, jwk, iss, purpose)).toBe(true);
      if (purpose === 'log') expect(await verifyKeyProof(data['proof'] as string, jwk, iss, 'issuer')).toBe(false);
    }
  });

  it('grows the same tree and cuts it into the same tiles', () => {
    expect(toHex(tree.root())).toBe(toHex(signed.checkpoint.root));
    for (const tile of hashTiles(tree.size))
      expect(toHex(hashTileBytes(tree, tile))).toBe(toHex(bytesOf(auditor, tilePath(tile))));
  });

  it('reads and verifies the checkpoint, its witness and trust.json', async () => {
    expect(signed.checkpoint).toMatchObject({ origin: 'ledger.example.org', size: 30 });
    expect(formatSignedCheckpoint(signed.checkpoint, signed.note.signatures)).toBe(textOf(auditor, 'checkpoint'));
    expect(await verifyNote(signed.note, trust.log)).toBe(true);
    expect(await verifyNote({ ...signed.note, text: signed.note.text.replace('30', '31') }, trust.log)).toBe(false);
    const witness = trust.policy.witnesses.get('w1')!;
    expect(await cosignedAt(signed.note, witness)).toBe(1746835200);
    expect(hasQuorum(trust.policy, new Set(['w1']))).toBe(true);
    expect(hasQuorum(trust.policy, new Set())).toBe(false);
    const unwitnessed = parseSignedCheckpoint(bytesOf(bundle('public-no-witness'), 'checkpoint'))!;
    expect(await cosignedAt(unwitnessed.note, witness)).toBeUndefined();
    const file = JSON.parse(fileText('trust.json')) as Parameters<typeof formatTrust>[0];
    expect(formatTrust(file)).toBe(fileText('trust.json'));
    expect(formatVerifierKey(parseVerifierKey(file.log)!)).toBe(file.log);
  });

  it.each(['addressee-valid', 'public-valid'])('makes and verifies the proofs of %s', (name) => {
    const zip = bundle(name);
    const checkpoint = textOf(zip, 'checkpoint');
    for (const { position, jwt } of statements(zip)) {
      const text = textOf(zip, `proofs/${position}.tlog-proof`);
      const proof = parseTlogProof(text)!;
      expect(formatTlogProof({ index: position, hashes: tree.inclusionProof(position), checkpoint })).toBe(text);
      expect(verifyInclusion({ hash: leafHash(jwt), index: position }, signed.checkpoint, proof.hashes)).toBe(true);
    }
    const older = parseSignedCheckpoint(fileText('older.checkpoint'))!;
    const proof = textOf(zip, 'consistency/12');
    expect(formatHashes(tree.consistencyProof(12))).toBe(proof);
    expect(verifyConsistency(older.checkpoint, signed.checkpoint, parseHashes(proof)!)).toBe(true);
  });

  it('refuses the altered proof', () => {
    const zip = bundle('addressee-proof-altered');
    const holds = statements(zip).map(({ position, jwt }) => {
      const proof = parseTlogProof(textOf(zip, `proofs/${position}.tlog-proof`))!;
      return verifyInclusion({ hash: leafHash(jwt), index: proof.index }, signed.checkpoint, proof.hashes);
    });
    expect(holds.filter((holding) => !holding)).toHaveLength(1);
  });

  it.each(['addressee-valid', 'public-valid', 'auditor-valid'])('reads the disclosures of %s', (name) => {
    const zip = bundle(name);
    const byPosition = new Map(statements(zip).map((line) => [line.position, eventOf(line)]));
    for (const { position, disclosure } of linesOf<{ position: number; disclosure: string }>(
      zip,
      'disclosures.jsonl',
    )) {
      const parsed = parseDisclosure(disclosure);
      expect(disclosureText(parsed)).toBe(disclosure);
      const { data } = byPosition.get(position)!;
      expect(canonicalJson(data)).toContain(disclosureDigest(disclosure));
      expect(canonicalJson(reveal(data, [disclosure]))).toContain(
        `${canonicalJson(parsed.name)}:${canonicalJson(parsed.value)}`,
      );
    }
  });

  it('commits to ciphertexts the same way', () => {
    const rows = linesOf<{ position: number; digests: Record<string, string> }>(auditor, 'ciphertexts.jsonl');
    for (const { position, digests } of rows) {
      const boxes = Object.entries(digests).map(([path, hex]) => ({ path, digest: fromHex(hex)! }));
      expect(digestOfBoxDigests(boxes)).toBe(claimsOf(lines[position]!.jwt).ct);
    }
  });

  it('recomputes every heads list that was signed', () => {
    const disclosed = linesOf<{ position: number; disclosure: string }>(auditor, 'disclosures.jsonl');
    const ledger = new HeadsLedger();
    for (const event of lines.map(eventOf)) {
      if (event.type === 'HeadsRecorded') {
        const audience = event.data['audience'] as HeadsAudience;
        const own = disclosed.filter(({ position }) => position === event.position);
        const texts = own.map(({ disclosure }) => disclosure);
        const values = ledger.codes.map((code) => [code, headsValue(ledger.list(code, audience))]);
        expect(reveal(event.data, texts)).toEqual({
          ...{ on: event.data.on, audience, size: ledger.size },
          ...{ keys: ledger.head('ledger-keys'), policy: ledger.head('ledger-policy') },
          ...Object.fromEntries(values),
        });
      }
      ledger.add(event);
    }
  });

  it.each(['addressee-valid', 'public-valid'])('reads heads/KHM.txt of %s', (name) => {
    const text = textOf(bundle(name), 'heads/KHM.txt');
    expect(formatHeadsList(parseHeadsList(text)!)).toBe(text);
    expect(headsValue(parseHeadsList(text)!).list).toBe(toHex(sha256(text)));
  });

  it('sees the edited field in the signature', async () => {
    const altered = statements(bundle('addressee-edited-field'));
    const keys = publicKeys(altered);
    const parsed = altered.map(({ jwt }) => parseCompactJwt(jwt)!);
    const valid = await Promise.all(
      parsed.map(({ kid, signed: input, signature }) => verifyEd25519(keys.get(kid!)!, input, signature)),
    );
    expect(valid.filter((holds) => !holds)).toHaveLength(1);
    expect(equalBytes(leafHash(altered[0]!.jwt), leafHash(lines[0]!.jwt))).toBe(true);
  });
};

describe('Against bundles made by an independent implementation, every primitive', () => {
  if (here) primitives();
  else
    it('has nothing to be compared with, because ../shared/data/bundles is not on this machine', () =>
      expect(here).toBe(false));
});
