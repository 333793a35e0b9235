import {
  ciphertextsDigest,
  cosignatureInput,
  disclosureDigest,
  disclosureText,
  eventIdInput,
  formatCheckpoint,
  formatCosignature,
  formatSignedCheckpoint,
  formatTlogProof,
  formatTrust,
  formatVerifierKey,
  fromBase64url,
  hashTileBytes,
  hashTiles,
  keyProof,
  keyProofInput,
  type KeyPurpose,
  MerkleTree,
  noteKeyTypes,
  pseudonym,
  pseudonymInput,
  requestInput,
  slotAad,
  thumbprint,
  tilePath,
  toBase64,
  toHex,
  trustDigest,
  utf8,
  uuidFromHmac,
  type VerifierKey,
  verifierKey,
} from '#libs/integrity';
import type { Json } from '#libs/ledger';
import { hexBytes, hmac, signWith, type VectorKey, type VectorKeys } from './recompute-ledger.js';

export interface IdentifiersInput {
  readonly jti: readonly { readonly scope: string; readonly key: string | readonly string[]; readonly n: number }[];
  /** Bodies as text. */
  readonly req: readonly { readonly method: string; readonly path: string; readonly body: string }[];
  readonly ps: readonly { readonly issuer: string; readonly subject: string; readonly sub: string }[];
}

/** Each identifier with the bytes, in hex, that its HMAC is taken over. */
export function recomputeIdentifiers({ jti, req, ps }: IdentifiersInput, keys: VectorKeys): object {
  const row = (input: Uint8Array, text: string): object => ({ over: toHex(input), is: text });
  return {
    jti: jti.map(({ scope, key, n }) => {
      const input = eventIdInput(scope, key, n);
      return row(input, uuidFromHmac(hmac(keys.eventIds, input)));
    }),
    req: req.map(({ method, path, body }) => {
      const input = requestInput(method, path, utf8(body));
      return row(input, toHex(hmac(keys.eventIds, input)));
    }),
    ps: ps.map(({ issuer, subject, sub }) => {
      const input = pseudonymInput(issuer, subject, sub);
      return row(input, pseudonym(hmac(keys.pseudonyms, input)));
    }),
  };
}

export interface SealedFieldsInput {
  readonly disclosures: readonly { readonly salt: string; readonly name: string; readonly value: Json }[];
  readonly aad: {
    readonly iss: string;
    readonly jti: string;
    readonly path: string;
    readonly keyIds: readonly string[];
  };
  /** Boxes in hex by path. */
  readonly boxes: Readonly<Record<string, string>>;
}

export function recomputeSealedFields({ disclosures, aad, boxes }: SealedFieldsInput): object {
  return {
    disclosures: disclosures.map(({ salt, name, value }) => {
      const text = disclosureText({ salt: hexBytes(salt), name, value });
      return { text, digest: disclosureDigest(text) };
    }),
    aad: toHex(slotAad(aad.iss, aad.jti, aad.path, aad.keyIds)),
    ct: ciphertextsDigest(Object.entries(boxes).map(([path, box]) => ({ path, box: hexBytes(box) }))),
  };
}

export interface KeyProofsInput {
  readonly iss: string;
  readonly proofs: readonly { readonly key: 'issuer' | 'log'; readonly purpose: KeyPurpose }[];
}

export function recomputeKeyProofs({ iss, proofs }: KeyProofsInput, keys: VectorKeys): object {
  return proofs.map(({ key, purpose }) => {
    const { crv, kty, x } = keys[key];
    const input = keyProofInput(thumbprint({ crv, kty, x }), iss, purpose);
    return { kid: thumbprint({ crv, kty, x }), proof: keyProof(input, signWith(keys[key], input)) };
  });
}

export interface LogInput {
  readonly origin: string;
  /** Leaf hashes in hex. */
  readonly leaves: readonly string[];
  readonly provedIndex: number;
  readonly olderSize: number;
  readonly witness: { readonly name: string; readonly time: number };
}

/** Roots at every size, the newest checkpoint signed and cosigned, one receipt, one consistency proof, tiles and trust.json. */
export function recomputeLog(input: LogInput, keys: VectorKeys): object {
  const { origin, leaves, provedIndex, olderSize, witness } = input;
  const tree = new MerkleTree();
  leaves.forEach((leaf) => tree.append(hexBytes(leaf)));
  const log = vkeyOf(origin, noteKeyTypes.ed25519, keys.log);
  const cosigner = vkeyOf(witness.name, noteKeyTypes.cosignature, keys.witness);
  const head = { origin, size: tree.size, root: tree.root() };
  const text = formatCheckpoint(head);
  const cosignature = signWith(keys.witness, cosignatureInput(witness.time, text));
  const checkpoint = formatSignedCheckpoint(head, [
    { ...log, signature: signWith(keys.log, utf8(text)) },
    { ...cosigner, signature: formatCosignature(witness.time, cosignature) },
  ]);
  const trust = formatTrust({
    ...{ genesis: { crv: keys.issuer.crv, kty: keys.issuer.kty, x: keys.issuer.x }, origin },
    log: formatVerifierKey(log),
    witnesses: `witness w1 ${formatVerifierKey(cosigner)}\nquorum w1\n`,
  });
  return {
    roots: Array.from({ length: tree.size + 1 }, (_, size) => toHex(tree.root(size))),
    checkpoint,
    proof: formatTlogProof({ index: provedIndex, hashes: tree.inclusionProof(provedIndex), checkpoint }),
    consistency: tree.consistencyProof(olderSize).map(toBase64),
    tiles: Object.fromEntries(hashTiles(tree.size).map((tile) => [tilePath(tile), toHex(hashTileBytes(tree, tile))])),
    trust,
    trustDigest: trustDigest(trust),
  };
}

const vkeyOf = (name: string, type: number, { x }: VectorKey): VerifierKey =>
  verifierKey(name, type, fromBase64url(x) ?? new Uint8Array());
