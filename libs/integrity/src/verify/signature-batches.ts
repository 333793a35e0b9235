import { concatAll } from '../bytes.js';
import { verifyEd25519Batch } from '../platform.js';
import { signatureBytes } from '../signed-batch.js';
import type { Statement } from './statements.js';

/** So many signatures are verified together, over so many bytes at most and a statement, and so many batches wait for their turn. */
const atOnce = 64;
const mostBytes = 256 * 1024;
const mostBatches = 8;

export type Signed = Pick<Statement, 'position' | 'kid' | 'signed' | 'signature'>;

/** Signatures on their way to be verified off this thread, batch by batch as their statements pass. */
export class SignatureBatches {
  /** Positions of statements that their signatures do not fit. */
  readonly unfit = new Set<number>();
  private readonly underWay: Promise<void>[] = [];
  private key: Uint8Array = new Uint8Array(0);
  private parts: Uint8Array[] = [];
  private positions: number[] = [];
  private ends: number[] = [];

  /** What it gives, if anything, is to be awaited: it lets no more wait than the machine can verify. */
  add(key: Uint8Array, { position, signed, signature }: Signed): Promise<void> | undefined {
    if (signature.length !== signatureBytes) this.unfit.add(position);
    if (signature.length !== signatureBytes) return undefined;
    const waited = key === this.key ? undefined : this.send();
    this.key = key;
    this.parts.push(signature, signed);
    this.positions.push(position);
    this.ends.push((this.ends.at(-1) ?? 0) + signatureBytes + signed.length);
    const isFull = this.positions.length === atOnce || (this.ends.at(-1) ?? 0) >= mostBytes;
    return isFull ? this.send() : waited;
  }

  /** All verdicts are there. */
  async end(): Promise<void> {
    await this.send();
    await Promise.all(this.underWay);
  }

  private send(): Promise<void> | undefined {
    const { key: publicKey, parts, positions, ends } = this;
    if (positions.length === 0) return undefined;
    [this.parts, this.positions, this.ends] = [[], [], []];
    const batch = { publicKey, bytes: concatAll(parts), ends: Uint32Array.from(ends) };
    this.underWay.push(
      verifyEd25519Batch(batch).then((verdicts) => {
        for (const [i, position] of positions.entries()) if (verdicts[i] !== true) this.unfit.add(position);
      }),
    );
    return this.underWay.length > mostBatches ? this.underWay.shift() : undefined;
  }
}
