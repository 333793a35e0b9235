import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

interface Jwk {
  readonly crv: string;
  readonly kty: string;
  readonly x: string;
}

/** The pinned `trust.json` of the ledger. */
export interface Trust {
  readonly origin: string;
  readonly genesis: Jwk;
  /** `<name>+<key id>+<base64 of 0x01 and the key>`, a C2SP verifier key. */
  readonly log: string;
}

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

export const publicKey = ({ crv, kty, x }: Jwk): KeyObject => createPublicKey({ key: { crv, kty, x }, format: 'jwk' });

/** RFC 7638. */
export const thumbprint = ({ crv, kty, x }: Jwk): string =>
  sha256(Buffer.from(JSON.stringify({ crv, kty, x }))).toString('base64url');

/** The signed statement of a message, which travels as its payload, key id and signature. */
export const statementOf = (payload: Uint8Array, kid: string, signature: string): string =>
  [
    Buffer.from(`{"alg":"Ed25519","kid":"${kid}","typ":"ledger-event+sd-jwt"}`).toString('base64url'),
    Buffer.from(payload).toString('base64url'),
    signature,
  ].join('.');

/** Whether a statement is signed by this key. */
export function isSignedBy(statement: string, key: KeyObject): boolean {
  const end = statement.lastIndexOf('.');
  const signature = Buffer.from(statement.slice(end + 1), 'base64url');
  return verify(null, Buffer.from(statement.slice(0, end)), key, signature);
}

/**
 * Whether a C2SP tlog-proof shows that the statement stands at this position, under a checkpoint that the pinned log key signed. Returns the
 * fault in one sentence; undefined when there is none.
 */
export function faultOfProof(statement: string, position: number, proof: string, trust: Trust): string | undefined {
  const [head = '', ...rest] = proof.split('\n\n');
  const [format, index, ...hashes] = head.split('\n');
  if (format !== 'c2sp.org/tlog-proof@v1' || index !== `index ${position}`) return 'it is a proof of something else';
  const checkpoint = readCheckpoint(rest.join('\n\n'), trust);
  if (checkpoint === undefined) return 'the checkpoint is not signed by the pinned log key';
  const leaf = sha256(Uint8Array.of(0), Buffer.from(statement));
  const path = hashes.map((hash) => Buffer.from(hash, 'base64'));
  const root = rootOf(leaf, position, checkpoint.size, path);
  return root?.equals(checkpoint.root) ? undefined : 'the statement is not in the log';
}

interface Checkpoint {
  readonly size: number;
  readonly root: Buffer;
}

/** A C2SP tlog-checkpoint: origin, size and root, and a signature line of the log. */
function readCheckpoint(note: string, { origin, log }: Trust): Checkpoint | undefined {
  // The base64 of a key may hold a plus sign, too.
  const [, id = '', encoded = ''] = /^[^+]+\+([0-9a-f]{8})\+(.+)$/.exec(log) ?? [];
  const end = note.indexOf('\n\n') + 1;
  const text = note.slice(0, end);
  const [name, size, root, ...more] = text.split('\n');
  if (name !== origin || more.length !== 1 || !/^\d{1,15}$/.test(size ?? '')) return undefined;
  const key = publicKey({ crv: 'Ed25519', kty: 'OKP', x: Buffer.from(encoded, 'base64').subarray(1).toString('base64url') });
  const isSigned = note.slice(end + 1).split('\n').some((line) => {
    const mark = `— ${origin} `;
    const bytes = Buffer.from(line.startsWith(mark) ? line.slice(mark.length) : '', 'base64');
    return bytes.subarray(0, 4).toString('hex') === id && verify(null, Buffer.from(text), key, bytes.subarray(4));
  });
  return isSigned ? { size: Number(size), root: Buffer.from(root ?? '', 'base64') } : undefined;
}

/** RFC 9162, 2.1.3.2. */
function rootOf(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | undefined {
  if (index >= size) return undefined;
  let [hash, at, last] = [leaf, index, size - 1];
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      hash = sha256(Uint8Array.of(1), sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else hash = sha256(Uint8Array.of(1), hash, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : undefined;
}
