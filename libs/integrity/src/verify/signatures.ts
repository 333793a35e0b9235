import { publicKeyBytes } from '../keys.js';
import { SignatureBatch } from '../platform.js';
import type { Findings } from './finding.js';
import type { KeyRing } from './key-ring.js';
import { NumberList } from './number-list.js';
import { Positions } from './positions.js';
import type { Statement } from './statements.js';
import type { StreamFacts, Streams } from './stream-facts.js';

/**
 * So many batches of signatures are with other threads at most: a third of a second's work for one, in which the checks that come after the
 * last statement are made.
 */
const mostBatches = 24;
/** So many statements are kept until their key is known; honest histories know it before, but for the very first. */
const mostWaiting = 10_000;

const reasons = {
  KEY_UNKNOWN: 'the key that signed is not among the keys of this ledger',
  KEY_NOT_YET_ADDED: 'the key that signed was added only later',
  KEY_PURPOSE: 'the key that signed is not an issuer key',
  KEY_RETIRED: 'the key that signed had been retired',
  KEY_REVOKED: 'the key that signed had been revoked',
} as const;

type Signed = Pick<Statement, 'position' | 'kid' | 'signed' | 'signature'>;

/**
 * Every statement's key and signature. Signatures are verified off this thread as the statements pass; whether a key could sign is judged
 * at the end, as a later revocation may put it in doubt.
 */
export class SignatureCheck {
  private readonly positions = new Positions();
  private readonly streamOrders = new NumberList();
  private readonly signers = new NumberList();
  private readonly kids: string[] = [];
  private readonly kidNumbers = new Map<string, number>();
  private readonly publicKeys = new Map<string, Uint8Array>();
  private readonly unfit = new Set<number>();
  private readonly waiting: Signed[] = [];
  /** Those under way, and one that failed: nothing was judged by it, which must not be lost. */
  private readonly batches = new Set<Promise<void>>();
  private batch = new SignatureBatch();
  /** Positions of what is in it. */
  private inBatch: number[] = [];

  constructor(
    private readonly ring: KeyRing,
    private readonly streams: Streams,
  ) {}

  /** Takes in the next statement. What it gives, if anything, is to be awaited: it lets no more wait than the machine can verify. */
  see(statement: Signed, { order }: Pick<StreamFacts, 'order'>): Promise<void> | undefined {
    this.positions.push(statement.position);
    this.streamOrders.push(order);
    this.signers.push(this.numberOf(statement.kid));
    if (this.ring.get(statement.kid) !== undefined) return this.verify(statement);
    const { position, kid, signed, signature } = statement;
    if (this.waiting.length < mostWaiting) this.waiting.push({ position, kid, signed, signature });
    return undefined;
  }

  /** All statements have passed. What they were signed with is judged later on, when nothing else is left to be done. */
  async end(): Promise<void> {
    for (const statement of this.waiting) await this.verify(statement);
    await this.endBatch();
  }

  /** Positions of the doubted ones, which are listed but no findings. */
  async judge(findings: Findings): Promise<number[]> {
    await Promise.all(this.batches);
    const doubted: number[] = [];
    let i = 0;
    for (const position of this.positions.from(0)) {
      const verdict = this.ring.judge(this.kids[this.signers.at(i)] ?? '', position);
      const order = this.streamOrders.at(i++);
      const isUnfit = this.unfit.has(position);
      if (verdict === 'trusted' && !isUnfit) continue;
      const place = { position, stream: this.streams.name(order) };
      if (verdict === 'doubted') doubted.push(position);
      else if (verdict !== 'trusted') findings.add(verdict, reasons[verdict], place);
      if (isUnfit) findings.add('BAD_SIGNATURE', 'the signature does not fit the statement', place);
    }
    return doubted;
  }

  private verify({ kid, position, signed, signature }: Signed): Promise<void> | undefined {
    const publicKey = this.publicKey(kid);
    if (publicKey === undefined) return undefined;
    this.batch.add({ publicKey, message: signed, signature });
    this.inBatch.push(position);
    return this.batch.isFull ? this.endBatch() : undefined;
  }

  private publicKey(kid: string): Uint8Array | undefined {
    const known = this.publicKeys.get(kid);
    const jwk = known === undefined ? this.ring.get(kid)?.jwk : undefined;
    if (jwk?.crv !== 'Ed25519') return known;
    const bytes = publicKeyBytes(jwk);
    this.publicKeys.set(kid, bytes);
    return bytes;
  }

  /** Gives the full batch to another thread; where those have enough to do, this one takes its part rather than wait for them. */
  private endBatch(): Promise<void> | undefined {
    const { batch, inBatch } = this;
    this.batch = new SignatureBatch();
    this.inBatch = [];
    if (this.batches.size >= mostBatches) return this.note(batch.verifyHere(), inBatch);
    const verified = this.note(batch.verify(), inBatch).then(() => void this.batches.delete(verified));
    // It is awaited much later: until then a failure is nobody's.
    verified.catch(() => undefined);
    this.batches.add(verified);
    return undefined;
  }

  private async note(fits: Promise<readonly boolean[]>, positions: readonly number[]): Promise<void> {
    const known = await fits;
    positions.forEach((position, i) => void (known[i] === true || this.unfit.add(position)));
  }

  private numberOf(kid: string): number {
    const known = this.kidNumbers.get(kid);
    if (known !== undefined) return known;
    this.kids.push(kid);
    this.kidNumbers.set(kid, this.kids.length - 1);
    return this.kids.length - 1;
  }
}
