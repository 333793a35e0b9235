import {
  cosignedAt,
  formatHashes,
  isBy,
  type NoteSignature,
  parseNote,
  parseSignedCheckpoint,
  type VerifierKey,
} from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

/** How long an answer of a witness is waited for, in milliseconds. */
const patience = 5000;

const sizeType = 'text/x.tlog.size';
const mostTries = 3;

/** Proves that the log's first `from` events are the beginning of the checkpoint that is submitted. */
export type ProveFrom = (from: number) => Promise<readonly Uint8Array[]>;

interface Answer {
  readonly status: number;
  readonly text: string;
  /** What a witness says it has cosigned last, with a 409. */
  readonly size: number | undefined;
}

/** One witness over HTTP: C2SP tlog-witness, `add-checkpoint`. */
export class Witness {
  /** The size it has cosigned last, as far as is known here. */
  private seen = 0;

  constructor(
    /** Its name in the policy. */
    readonly name: string,
    private readonly key: VerifierKey,
    private readonly url: string,
  ) {}

  /**
   * Its cosignature of a signed checkpoint. Throws `NOTARY_UNAVAILABLE` with the reason when it gives none: it cannot be reached, knows a
   * larger log, or does not accept the proof.
   */
  async cosign(note: string, prove: ProveFrom): Promise<NoteSignature> {
    const { size } = checkpointIn(note);
    for (let turn = 0; turn < mostTries; turn++) {
      const proof = this.seen === 0 || this.seen === size ? [] : await prove(this.seen);
      const answer = await this.submit(note, proof);
      if (answer.status === 200) return this.accepted(note, answer.text);
      if (answer.size === undefined || answer.size === this.seen) throw this.refused(answer);
      if (answer.size > size) throw this.complaint(`it has cosigned ${answer.size} events, this log has ${size}`);
      this.seen = answer.size;
    }
    throw this.complaint('it does not keep to one size');
  }

  /** The size it has cosigned last, asked with a checkpoint that was signed before; `undefined` when it does not say. */
  async sizeSeen(note: string): Promise<number | undefined> {
    const answer = await this.submit(note, []);
    if (answer.status === 200) this.seen = checkpointIn(note).size;
    return answer.status === 200 ? this.seen : answer.size;
  }

  private async submit(note: string, proof: readonly Uint8Array[]): Promise<Answer> {
    const body = `old ${this.seen}\n${formatHashes(proof)}\n${note}`;
    const signal = AbortSignal.timeout(patience);
    try {
      const response = await fetch(`${this.url.replace(/\/$/, '')}/add-checkpoint`, { method: 'POST', body, signal });
      const text = await response.text();
      const named = response.status === 409 && response.headers.get('content-type')?.startsWith(sizeType);
      const size = named && /^(0|[1-9]\d{0,15})\n$/.test(text) ? Number(text) : undefined;
      return { status: response.status, text, size };
    } catch (cause) {
      throw this.complaint('it cannot be reached', cause);
    }
  }

  /** Its own line among those it answered with; others are ignored. */
  private async accepted(note: string, lines: string): Promise<NoteSignature> {
    const cosigned = parseNote(note + lines);
    const own = cosigned?.signatures.find((signature) => isBy(signature, this.key));
    if (cosigned === undefined || own === undefined || (await cosignedAt(cosigned, this.key)) === undefined)
      throw this.complaint('its answer holds no cosignature of its key');
    this.seen = checkpointIn(note).size;
    return own;
  }

  private refused({ status }: Answer): LedgerError {
    const reasons: Readonly<Record<number, string>> = {
      403: 'it does not know the key of this log',
      404: 'it does not know this log',
      409: 'it has cosigned another log of this size',
      422: 'it does not accept the proof that the log was only appended to',
    };
    return this.complaint(reasons[status] ?? `it answered ${status}`);
  }

  private complaint(reason: string, cause?: unknown): LedgerError {
    return new LedgerError('NOTARY_UNAVAILABLE', `witness ${this.name}: ${reason}`, { cause });
  }
}

function checkpointIn(note: string): { readonly size: number } {
  const signed = parseSignedCheckpoint(note);
  if (signed === undefined) throw new LedgerError('INTERNAL', 'what is to be cosigned is no checkpoint');
  return signed.checkpoint;
}
