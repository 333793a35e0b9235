import { createHmac, createPrivateKey, sign } from 'node:crypto';
import {
  ciphertextsDigest,
  type Claims,
  compactJwt,
  conceal,
  encodePayload,
  eventIdInput,
  formatHeadsList,
  fromHex,
  fromUtf8,
  type HeadsAudience,
  HeadsLedger,
  headsValue,
  leafHash,
  pseudonym,
  pseudonymInput,
  recordedEvent,
  signingInput,
  statementHeader,
  toBase64url,
  toHex,
  uuidFromHmac,
} from '#libs/integrity';
import type { JsonObject, Role } from '#libs/ledger';

/** Secrets made for the vectors and used nowhere else. */
export interface VectorKeys {
  readonly issuer: VectorKey;
  readonly log: VectorKey;
  readonly witness: VectorKey;
  /** Hex of the HMAC keys for event ids and pseudonyms. */
  readonly eventIds: string;
  readonly pseudonyms: string;
}

export interface VectorKey {
  readonly crv: 'Ed25519';
  readonly d: string;
  readonly kid: string;
  readonly kty: 'OKP';
  readonly x: string;
}

/** What a statement of the vectors is made from. Bytes are hex. */
export interface StatementInput {
  readonly id: { readonly scope: string; readonly key: string | readonly string[]; readonly n: number };
  readonly by: { readonly issuer?: string; readonly subject?: string; readonly role: Role };
  readonly claims: Pick<Claims, 'sub' | 'rev' | 'typ' | 'ver' | 'time' | 'codes' | 'data'>;
  /** Sealed slots, one salt for each in the order of their paths, and boxes by path where there are any. */
  readonly seal?: {
    readonly slots: readonly string[];
    readonly salts: readonly string[];
    readonly boxes: Readonly<Record<string, string>>;
  };
  /** For HeadsRecorded: the values disclosed follow from the statements before it. */
  readonly heads?: HeadsAudience;
}

export interface LedgerInput {
  readonly iss: string;
  readonly statements: readonly StatementInput[];
}

export interface StatementOutput {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
  readonly jwt: string;
  readonly leaf: string;
  readonly disclosures: readonly { readonly path: string; readonly text: string; readonly digest: string }[];
}

export const hexBytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array();

export const hmac = (key: string, input: Uint8Array): Uint8Array =>
  new Uint8Array(createHmac('sha256', hexBytes(key)).update(input).digest());

/** Ed25519 is deterministic (RFC 8032), so that a signature can be a vector. */
export const signWith = ({ crv, d, kty, x }: VectorKey, message: Uint8Array): Uint8Array =>
  new Uint8Array(sign(null, message, createPrivateKey({ key: { crv, d, kty, x }, format: 'jwk' })));

/** Every statement of a small ledger, and the heads list of KHM as its HeadsRecorded counted it. */
export function recomputeLedger(
  { iss, statements }: LedgerInput,
  keys: VectorKeys,
): { statements: StatementOutput[]; heads: Record<string, string> } {
  const heads = new HeadsLedger();
  const lists: Record<string, string> = {};
  const outputs = statements.map((input, position) => {
    const { audience, data } = withHeads(input, heads);
    if (audience !== undefined) lists[`${position}/KHM.txt`] = formatHeadsList(heads.list('KHM', audience));
    const output = statement({ ...input, claims: { ...input.claims, data } }, iss, keys);
    heads.add(recordedEvent(position, new TextEncoder().encode(output.payload)));
    return output;
  });
  return { statements: outputs, heads: lists };
}

function withHeads(
  { claims, heads: audience }: StatementInput,
  heads: HeadsLedger,
): { audience: HeadsAudience | undefined; data: Claims['data'] } {
  if (audience === undefined) return { audience, data: claims.data };
  const values = heads.codes.map((code) => [code, { ...headsValue(heads.list(code, audience)) }] as const);
  const record = { audience, size: heads.size, keys: heads.head('ledger-keys'), policy: heads.head('ledger-policy') };
  return { audience, data: { ...claims.data, ...record, ...Object.fromEntries(values) } };
}

function statement(input: StatementInput, iss: string, keys: VectorKeys): StatementOutput {
  const { sub } = input.claims;
  const { issuer, subject, role } = input.by;
  const ps = hmac(keys.pseudonyms, pseudonymInput(issuer ?? '', subject ?? '', sub));
  const jti = uuidFromHmac(hmac(keys.eventIds, eventIdInput(input.id.scope, input.id.key, input.id.n)));
  const by = subject === undefined ? { role } : { ps: pseudonym(ps), role };
  const sealed = seal(input.claims.data, input.seal);
  const payload = encodePayload({ iss, jti, by, ...input.claims, ...sealed.claims, data: sealed.data });
  const signature = signWith(keys.issuer, signingInput(keys.issuer.kid, payload));
  const jwt = compactJwt(keys.issuer.kid, payload, signature);
  return {
    header: statementHeader(keys.issuer.kid),
    payload: fromUtf8(payload) ?? '',
    signature: toBase64url(signature),
    jwt,
    leaf: toHex(leafHash(jwt)),
    disclosures: sealed.disclosures,
  };
}

function seal(
  data: JsonObject,
  sealing: StatementInput['seal'],
): Pick<StatementOutput, 'disclosures'> & { data: JsonObject; claims: Pick<Claims, '_sd_alg' | 'ct'> } {
  if (sealing === undefined) return { data, disclosures: [], claims: {} };
  const salts = sealing.salts.values();
  const concealed = conceal(data, sealing.slots, () => hexBytes(salts.next().value ?? ''));
  const boxes = Object.entries(sealing.boxes).map(([path, box]) => ({ path, box: hexBytes(box) }));
  const ct = boxes.length > 0 ? { ct: ciphertextsDigest(boxes) } : {};
  return { ...concealed, claims: { _sd_alg: 'sha-256', ...ct } };
}
