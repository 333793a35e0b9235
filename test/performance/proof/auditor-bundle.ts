import { createHash, randomBytes } from 'node:crypto';
import { signedCheckpoint } from '#apps/notary';
import {
  type Claims,
  compactJwt,
  composeBundle,
  type DisclosureLine,
  disclosureDigest,
  disclosureText,
  encodePayload,
  formatTrust,
  formatVerifierKey,
  HeadsLedger,
  headsValue,
  keyProof,
  keyProofInput,
  leafHash,
  MerkleTree,
  noteKeyTypes,
  publicKeyBytes,
  recordedEvent,
  type Signer,
  signingInput,
  type StatementLine,
  verifierKey,
  zipBytes,
} from '#libs/integrity';
import { headsStream, type JsonObject, keysStream, policyStream, type Role } from '#libs/ledger';
import { filled } from '../store/sample-event.js';
import { origin } from '../founded-ledger.js';

/** A bundle with what a verifier pins, and what its signatures are over. */
export interface AuditorBundle {
  readonly bytes: Uint8Array;
  readonly trust: string;
  readonly signed: readonly { readonly input: Uint8Array; readonly signature: Uint8Array }[];
}

/** What a statement says besides its data. */
interface Wish {
  readonly sub: string;
  readonly typ: string;
  readonly role: Role;
  readonly more?: Partial<Claims>;
}

const day = '2025-03-10';

/** An auditor's bundle of so many statements of 1 KiB, every one signed. */
export async function auditorBundle(statements: number, issuer: Signer, log: Signer): Promise<AuditorBundle> {
  const ledger = new BundledLedger(issuer);
  const promise = 'every signed statement is logged within 60 s';
  const founded = { sub: policyStream, typ: 'LedgerFounded', role: 'operator' } as const;
  await ledger.record(founded, { origin, codes: ['KHM'], promise });
  await ledger.addKey(issuer, 'issuer');
  await ledger.addKey(log, 'log');
  while (ledger.size < statements - 1) await ledger.recordFilled();
  const headsPosition = ledger.size;
  await ledger.recordHeads();
  const checkpoint = { origin, size: ledger.size, root: ledger.tree.root() };
  const files = composeBundle({
    ...{ audience: 'auditor', origin, headsPosition, tree: ledger.tree, slots: {} },
    ...{
      statements: ledger.lines,
      disclosures: ledger.disclosures,
      lists: new Map([['KHM', new Map<string, number>()]]),
    },
    checkpoint: { size: ledger.size, text: await signedCheckpoint(checkpoint, [log]) },
  });
  const key = verifierKey(origin, noteKeyTypes.ed25519, publicKeyBytes(log.publicJwk));
  const pinned = { origin, genesis: issuer.publicJwk, log: formatVerifierKey(key), witnesses: 'quorum none\n' };
  return { bytes: await zipBytes(files), trust: formatTrust(pinned), signed: ledger.signed };
}

class BundledLedger {
  readonly tree = new MerkleTree();
  readonly lines: StatementLine[] = [];
  readonly disclosures: DisclosureLine[] = [];
  readonly signed: { input: Uint8Array; signature: Uint8Array }[] = [];
  private readonly heads = new HeadsLedger();

  constructor(private readonly issuer: Signer) {}

  get size(): number {
    return this.lines.length;
  }

  async addKey(key: Signer, purpose: 'issuer' | 'log'): Promise<void> {
    const input = keyProofInput(key.kid, origin, purpose);
    const proof = keyProof(input, await key.sign(input));
    const added = { sub: keysStream, typ: 'KeyAdded', role: 'operator' } as const;
    await this.record(added, { kid: key.kid, jwk: { ...key.publicJwk }, purpose, proof });
  }

  async recordFilled(): Promise<void> {
    const stream = `handling-KHM-${this.size + 1}-2025`;
    const place = { id: idOf(this.size), stream, revision: 0, time: timeOf(this.size) };
    await this.record({ sub: stream, typ: 'CaseAssigned', role: 'mandate_clerk' }, filled(place, { on: day }));
  }

  async recordHeads(): Promise<void> {
    const heads = { keys: this.heads.head(keysStream), policy: this.heads.head(policyStream) };
    const value = { ...headsValue(this.heads.list('KHM', 'addressee')) };
    const disclosure = disclosureText({ salt: randomBytes(16), name: 'KHM', value });
    this.disclosures.push({ position: this.size, disclosure });
    const data = { audience: 'addressee', size: this.size, ...heads, _sd: [disclosureDigest(disclosure)] };
    await this.record({ sub: headsStream, typ: 'HeadsRecorded', role: 'clock', more: { _sd_alg: 'sha-256' } }, data);
  }

  async record({ sub, typ, role, more = {} }: Wish, data: JsonObject): Promise<void> {
    const position = this.size;
    const by = role === 'clock' ? { role } : { ps: 'A'.repeat(22), role };
    const rev = this.heads.head(sub) + 1;
    const claims = { iss: origin, jti: idOf(position), sub, rev, typ, ver: 1, time: timeOf(position), by };
    const payload = encodePayload({ ...claims, data: { on: day, ...data }, ...more });
    const input = signingInput(this.issuer.kid, payload);
    const signature = await this.issuer.sign(input);
    const jwt = compactJwt(this.issuer.kid, payload, signature);
    this.lines.push({ position, jwt });
    this.tree.append(leafHash(jwt));
    this.heads.add(recordedEvent(position, payload));
    this.signed.push({ input, signature });
  }
}

const timeOf = (position: number): string => new Date(Date.UTC(2025, 2, 10) + position).toISOString();

/** A UUIDv8 that follows from a position. */
function idOf(position: number): string {
  const hex = createHash('sha256').update(`${position}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
