import {
  type Checkpoint,
  equalBytes,
  type Finding,
  parseTrust,
  type Trust,
  verifyConsistency,
  verifyCheckpoint,
} from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import { type LedgerSource, toBeShown } from '../remote/ledger-source.js';
import { readTrust } from '../verify-file.js';
import type { KeptNotes } from './kept-notes.js';
import { resumed, type Shown } from './resume.js';

/** What is known after a look at the log. */
export interface Watched {
  readonly looks: number;
  readonly unanswered: number;
  /** Why the last look had no answer; `null` when it had one. */
  readonly silence: string | null;
  /** Looks at which a signed checkpoint was shown, and the proof that it continues the one before could not be had. */
  readonly unproven: number;
  /** Checkpoints that wait for that proof now. */
  readonly waiting: number;
  /** Size of the last checkpoint that was accepted, and when, in milliseconds since 1970. */
  readonly size: number;
  readonly seenAt: number;
  /** Size of the checkpoint that an earlier watch had accepted, from which this one went on. */
  readonly resumedFrom: number | null;
  readonly findings: readonly Finding[];
}

interface Waiting extends Shown {
  /** What it should continue. */
  readonly last: Shown;
  looks: number;
}

type Verdict = 'continued' | 'unproven' | { readonly problem: string };

/** A log that withholds a proof for so many looks is asked no longer whether it has one. */
const mostLooks = 3;

/** Looks at a log again and again: each checkpoint must be signed, by a quorum of witnesses where one is pinned, and continue the one before, over restarts. */
export class Watch {
  private last: Shown | undefined;
  private trust: Trust | undefined;
  private waiting: readonly Waiting[] = [];
  private readonly findings: Finding[] = [];
  private readonly known = new Set<string>();
  private looks = 0;
  private unanswered = 0;
  private silence: string | null = null;
  /** What stood in the way of the answer asked for last that could not be had. */
  private obstacle = '';
  private unproven = 0;
  private seenAt = 0;
  private resumedFrom: number | null | undefined;

  constructor(
    private readonly source: LedgerSource,
    private readonly notes: KeptNotes,
    private readonly now: () => number,
    /** From then on the log is asked nothing more. */
    private readonly ending: AbortSignal,
    private readonly trustFile?: string,
  ) {
    this.trust = trustFile === undefined ? undefined : readTrust(trustFile);
  }

  get state(): Watched {
    const { looks, unanswered, silence, unproven, waiting, findings, seenAt } = this;
    const size = this.last?.checkpoint.size ?? 0;
    const resumedFrom = this.resumedFrom ?? null;
    return { looks, unanswered, silence, unproven, waiting: waiting.length, size, seenAt, resumedFrom, findings };
  }

  /**
   * One look. What it finds for the first time; a log that does not answer is no finding, and is asked again next time. Throws `FORBIDDEN`
   * when the first look is refused, `CONFIGURATION` when what was signed cannot be kept, or what was kept before is damaged or of another log.
   */
  async look(): Promise<readonly Finding[]> {
    this.looks++;
    this.trust ??= parseTrust((await this.answered(this.source.trust())) ?? '');
    if (this.trust !== undefined) await this.resume(this.trust);
    const note = this.trust && (await this.answered(this.source.checkpoint(toBeShown(this.trust))));
    if (this.trust === undefined || note === undefined) {
      this.unanswered++;
      this.silence = this.obstacle;
      return [];
    }
    this.silence = null;
    const found = await this.compared(note, this.trust);
    const fresh = found.filter((finding) => this.isNew(finding));
    this.findings.push(...fresh);
    return fresh;
  }

  private isNew({ code, detail }: Finding): boolean {
    const before = this.known.size;
    return this.known.add(`${code} ${detail}`).size > before;
  }

  /** Once, and before anything is kept of what the log shows now. */
  private async resume(trust: Trust): Promise<void> {
    if (this.resumedFrom !== undefined) return;
    const kept = await resumed(this.notes, trust, this.trustFile === undefined ? 'first-use' : 'pinned');
    this.resumedFrom = kept?.last.checkpoint.size ?? null;
    if (kept === undefined) return;
    this.last = kept.last;
    this.waiting = kept.unproven.map((one) => ({ ...one, last: kept.last, looks: 0 }));
  }

  /** What was cut, or refused to a token that served before, is no answer either. */
  private async answered<T>(asked: Promise<T>): Promise<T | undefined> {
    try {
      return await asked;
    } catch (error) {
      if (this.looks === 1 && error instanceof LedgerError && error.kind !== 'broken') throw error;
      this.obstacle = error instanceof Error ? error.message : '';
      return undefined;
    }
  }

  private async compared(note: string, trust: Trust): Promise<readonly Finding[]> {
    const { checkpoint, findings } = await verifyCheckpoint(note, trust);
    if (checkpoint === undefined) return findings;
    // On disk before the log is asked for anything more: it is evidence, whatever the log says next.
    const shown = { checkpoint, path: this.notes.keep(checkpoint.size, note) };
    const { last } = this;
    const verdict = last === undefined ? 'continued' : await this.verdict(last.checkpoint, checkpoint);
    if (last && verdict === 'unproven') this.wait(shown, last);
    if (verdict === 'continued' && findings.length === 0) {
      if (shown.path !== last?.path) this.notes.accept(shown.path);
      this.last = shown;
      this.seenAt = this.now();
    }
    const problems = last && typeof verdict === 'object' ? [inconsistent(verdict.problem, shown, last)] : [];
    return [...findings, ...problems, ...(await this.stillWaiting())];
  }

  private wait(shown: Shown, last: Shown): void {
    this.unproven++;
    if (this.waiting.some(({ path }) => path === shown.path)) return;
    this.waiting = [...this.waiting, { ...shown, last, looks: 0 }];
  }

  /** Holds what waits against the newest that is proven: its tiles are those that a log serves. */
  private async stillWaiting(): Promise<readonly Finding[]> {
    const found: Finding[] = [];
    const waiting: Waiting[] = [];
    for (const one of this.waiting) {
      const { size } = one.checkpoint;
      const newest = this.last && size <= this.last.checkpoint.size ? this.last : undefined;
      const verdict = newest ? await this.verdict(one.checkpoint, newest.checkpoint) : 'unproven';
      if (typeof verdict === 'object') found.push(inconsistent(verdict.problem, one, newest ?? one.last));
      // What was not asked for to its end was not withheld.
      if (verdict === 'unproven' && (this.ending.aborted || ++one.looks < mostLooks)) waiting.push(one);
      else if (verdict === 'unproven') found.push(inconsistent(withheld(one), one, one.last));
    }
    this.waiting = waiting;
    return found;
  }

  private async verdict(older: Checkpoint, newer: Checkpoint): Promise<Verdict> {
    if (newer.size < older.size)
      return { problem: `the log shows ${newer.size} statements and has signed ${older.size} before` };
    if (newer.size === older.size)
      return equalBytes(newer.root, older.root)
        ? 'continued'
        : { problem: `a fork: two histories of ${newer.size} statements` };
    if (older.size === 0) return 'continued';
    const proof = await this.answered(this.source.consistency(older, newer));
    if (proof === undefined) return 'unproven';
    if (verifyConsistency(older, newer, proof)) return 'continued';
    return {
      problem: `the log of ${newer.size} statements does not continue the one of ${older.size} it signed before`,
    };
  }
}

const withheld = ({ checkpoint, last }: Waiting): string =>
  `at ${mostLooks} looks the log withheld the proof that its ${checkpoint.size} statements continue the ${last.checkpoint.size} it signed before`;

const inconsistent = (problem: string, shown: Shown, beside: Shown): Finding => ({
  code: 'CONSISTENCY',
  detail: `${problem}; kept as ${shown.path}, beside ${beside.path}`,
});
