import {
  headsStream,
  type JsonObject,
  keysStream,
  LedgerError,
  policyStream,
  type RecordedEvent,
  type Role,
} from '#libs/ledger';
import {
  ciphertextsDigest,
  boxDigest,
  type Checkpoint,
  type Claims,
  compactJwt,
  conceal,
  cosignatureInput,
  disclosureDigest,
  disclosureText,
  encodePayload,
  formatCheckpoint,
  formatCosignature,
  formatSignedCheckpoint,
  formatTrust,
  formatVerifierKey,
  fromUtf8,
  HeadsLedger,
  headsValue,
  keyProof,
  keyProofInput,
  type KeyPurpose,
  leafHash,
  MerkleTree,
  noteKeyTypes,
  type NoteSignature,
  parseTrust,
  publicKeyBytes,
  recordedEvent,
  type SealedBox,
  type Signer,
  signingInput,
  toBase64url,
  toHex,
  type Trust,
  utf8,
  verifierKey,
} from '#libs/integrity';
import { SeededEntropy } from './fixed.js';
import { MemorySigner, sampleId } from './samples.js';

/** What to record; everything else follows from the ledger. */
export interface Recorded {
  readonly stream: string;
  readonly type: string;
  readonly data?: JsonObject;
  readonly codes?: readonly string[];
  readonly role?: Role;
  readonly slots?: readonly string[];
  /** Claims written over the right ones, to plant a fault. */
  readonly instead?: Readonly<Record<string, unknown>>;
  /** Rewrites the payload's text before it is signed; the ledger itself goes on as if it had not been. */
  readonly reshape?: (payload: string) => string;
  /** The key that signs; the genesis key unless told otherwise. */
  readonly signer?: Signer;
}

/** An event with all that a bundle may tell of it. */
export interface SmallEntry {
  readonly event: RecordedEvent;
  readonly jwt: string;
  /** Disclosure texts of its sealed fields. */
  readonly disclosures: readonly string[];
  readonly digests: Readonly<Record<string, string>>;
  /** What stands for its ciphertexts. */
  readonly boxes: readonly SealedBox[];
}

type Signing = Omit<SmallEntry, 'event' | 'jwt'> & Pick<Recorded, 'signer' | 'reshape'> & { readonly position: number };

/**
 * A whole ledger in memory with real Ed25519 signatures, small enough to be altered in every way a forger could think of. The same
 * seed gives the same bytes.
 */
export class SmallLedger {
  readonly entries: SmallEntry[] = [];
  readonly tree = new MerkleTree();
  readonly issuer: MemorySigner;
  readonly log: MemorySigner;
  readonly witness: MemorySigner;
  readonly origin: string;
  private readonly entropy: SeededEntropy;
  private readonly heads = new HeadsLedger();

  private constructor(seed: string) {
    this.entropy = new SeededEntropy(seed);
    this.issuer = this.newKey();
    this.log = this.newKey();
    this.witness = this.newKey();
    this.signers = [this.log];
    this.origin = `ledger.test/${this.issuer.kid.slice(0, 16).toLowerCase()}`;
  }

  /** Positions 0 to 2: the ledger, its first issuer key, the key of its log. */
  static async founded(codes: readonly string[] = ['KHM', 'LAO'], seed = 'small ledger'): Promise<SmallLedger> {
    const ledger = new SmallLedger(seed);
    const promise = 'every signed statement is logged within 60 s';
    const data = { on: day, origin: ledger.origin, codes, promise };
    await ledger.record({ stream: policyStream, type: 'LedgerFounded', data, role: 'operator' });
    await ledger.addKey(ledger.issuer, 'issuer');
    await ledger.addKey(ledger.log, 'log');
    return ledger;
  }

  newKey(): MemorySigner {
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), this.entropy.bytes(32)]);
    return new MemorySigner(`-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`);
  }

  get size(): number {
    return this.entries.length;
  }

  async addKey(key: Signer, purpose: KeyPurpose, signer: Signer = this.issuer): Promise<SmallEntry> {
    const input = keyProofInput(key.kid, this.origin, purpose);
    const proof = keyProof(input, await key.sign(input));
    const data = { on: day, kid: key.kid, jwk: { ...key.publicJwk }, purpose, proof };
    return this.record({ stream: keysStream, type: 'KeyAdded', data, role: 'operator', signer });
  }

  /** Records one event at the next position and revision, a minute after the one before. */
  async record(given: Recorded): Promise<SmallEntry> {
    const position = this.size;
    const { data, disclosures } = conceal({ on: day, ...given.data }, given.slots ?? [], () => this.entropy.bytes(16));
    const boxes = disclosures.map(({ path, text }) => ({ path, box: Buffer.from(`${path} ${text}`) }));
    const sealing = boxes.length > 0 ? { _sd_alg: 'sha-256' as const, ct: ciphertextsDigest(boxes) } : {};
    const digests = Object.fromEntries(boxes.map((box) => [box.path, toHex(boxDigest(box).digest)]));
    return this.append(
      { ...this.claims(given), data, ...sealing, ...given.instead },
      { position, disclosures: disclosures.map(({ text }) => text), digests, boxes, ...given },
    );
  }

  private claims({ stream, type, codes, role = 'mandate_clerk' }: Recorded): Claims {
    const by = role === 'clock' ? { role } : { ps: toBase64url(Buffer.alloc(16, 7)), role };
    return {
      iss: this.origin,
      jti: sampleId(`${this.origin} ${this.size}`),
      sub: stream,
      rev: this.heads.head(stream) + 1,
      typ: type,
      ver: 1,
      time: new Date(Date.UTC(2025, 2, 10, 9, this.size)).toISOString(),
      by,
      ...(codes && { codes }),
      data: { on: day },
    };
  }

  private async append(
    claims: Claims,
    { position, signer = this.issuer, reshape = (text) => text, ...sealed }: Signing,
  ): Promise<SmallEntry> {
    const meant = encodePayload(claims);
    const payload = utf8(reshape(fromUtf8(meant) ?? ''));
    const jwt = compactJwt(signer.kid, payload, await signer.sign(signingInput(signer.kid, payload)));
    const { disclosures, digests, boxes } = sealed;
    const entry = { event: recordedEvent(position, meant), jwt, disclosures, digests, boxes };
    this.entries.push(entry);
    this.tree.append(leafHash(jwt));
    this.heads.add(entry.event);
    return entry;
  }

  /** Records what every code's list is now; `falsify` changes a list before it is signed. */
  async recordHeads(
    audience: 'addressee' | 'public',
    falsify: (list: Map<string, number>, code: string) => void = () => undefined,
  ): Promise<SmallEntry> {
    const size = this.size;
    const texts = this.heads.codes.map((code) => {
      const list = new Map(this.heads.list(code, audience));
      falsify(list, code);
      return disclosureText({ salt: this.entropy.bytes(16), name: code, value: { ...headsValue(list) } });
    });
    const _sd = texts.map(disclosureDigest).sort();
    const heads = { keys: this.heads.head(keysStream), policy: this.heads.head(policyStream) };
    const data = { on: day, audience, size, ...heads, _sd };
    const claims = this.claims({ stream: headsStream, type: 'HeadsRecorded', role: 'clock' });
    const rest = { position: size, disclosures: texts, digests: {}, boxes: [] };
    return this.append({ ...claims, data, _sd_alg: 'sha-256' }, rest);
  }

  /** `trust.json` as a verifier pins it; with the witness in its policy. */
  get trustText(): string {
    return this.trustTextNaming(this.log);
  }

  /** The same with another key of the log. */
  trustTextNaming({ publicJwk }: Signer): string {
    return formatTrust({
      origin: this.origin,
      genesis: this.issuer.publicJwk,
      log: formatVerifierKey(verifierKey(this.origin, noteKeyTypes.ed25519, publicKeyBytes(publicJwk))),
      witnesses: `witness w1 ${formatVerifierKey(this.witnessKey)}\nquorum w1\n`,
    });
  }

  get trust(): Trust {
    const trust = parseTrust(this.trustText);
    if (trust === undefined) throw new LedgerError('CONFIGURATION', 'the trust text is not readable');
    return trust;
  }

  private get witnessKey() {
    return verifierKey('witness.example/w1', noteKeyTypes.cosignature, publicKeyBytes(this.witness.publicJwk));
  }

  /** Keys of the log that sign checkpoints; a change of keys replaces them. */
  signers: readonly Signer[];

  /** The signed and witnessed checkpoint of the first `size` statements; `told` replaces parts of what is signed. */
  async checkpoint(size = this.size, told: Partial<Checkpoint> = {}): Promise<string> {
    const checkpoint = { origin: this.origin, size, root: told.root ?? this.tree.root(size), ...told };
    const text = formatCheckpoint(checkpoint);
    const time = 1_741_600_000 + size;
    const cosignature = await this.witness.sign(cosignatureInput(time, text));
    return formatSignedCheckpoint(checkpoint, [
      ...(await Promise.all(this.signers.map((signer) => this.logLine(signer, text)))),
      { name: this.witnessKey.name, keyId: this.witnessKey.keyId, signature: formatCosignature(time, cosignature) },
    ]);
  }

  private async logLine(signer: Signer, text: string): Promise<NoteSignature> {
    const { name, keyId } = verifierKey(this.origin, noteKeyTypes.ed25519, publicKeyBytes(signer.publicJwk));
    return { name, keyId, signature: await signer.sign(Buffer.from(text)) };
  }
}

const day = '2025-03-10';
