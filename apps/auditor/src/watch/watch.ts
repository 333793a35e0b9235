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

/** What is known after a look at the log. */
export interface Watched {
  readonly looks: number;
  readonly unanswered: number;
  /** Size of the last checkpoint that was accepted, and when, in milliseconds since 1970. */
  readonly size: number;
  readonly seenAt: number;
  readonly findings: readonly Finding[];
}

/** Looks at a log again and again: each checkpoint must be signed, by a quorum of witnesses where one is pinned, and continue the one before. */
export class Watch {
  private last: Checkpoint | undefined;
  private trust: Trust | undefined;
  private readonly findings: Finding[] = [];
  private readonly known = new Set<string>();
  private looks = 0;
  private unanswered = 0;
  private seenAt = 0;

  constructor(
    private readonly source: LedgerSource,
    private readonly now: () => number,
    trustFile?: string,
  ) {
    this.trust = trustFile === undefined ? undefined : readTrust(trustFile);
  }

  get state(): Watched {
    const { looks, unanswered, findings, seenAt } = this;
    return { looks, unanswered, size: this.last?.size ?? 0, seenAt, findings };
  }

  /** One look. What it finds for the first time; a log that does not answer is no finding, and is asked again next time. */
  async look(): Promise<readonly Finding[]> {
    this.looks++;
    try {
      const found = await this.compared();
      const fresh = found.filter(({ code, detail }) => !this.known.has(`${code} ${detail}`));
      for (const { code, detail } of fresh) this.known.add(`${code} ${detail}`);
      this.findings.push(...fresh);
      return fresh;
    } catch (error) {
      if (!(error instanceof LedgerError) || error.kind !== 'broken') throw error;
      this.unanswered++;
      return [];
    }
  }

  private async compared(): Promise<readonly Finding[]> {
    this.trust ??= parseTrust(await this.source.trust());
    if (this.trust === undefined) throw new LedgerError('LEDGER_UNREACHABLE', 'what answers gives no trust file');
    const note = await this.source.checkpoint(toBeShown(this.trust));
    const { checkpoint, findings } = await verifyCheckpoint(note, this.trust);
    if (checkpoint === undefined) return findings;
    const problem = await this.problemWith(checkpoint);
    if (problem !== undefined) return [...findings, { code: 'CONSISTENCY', detail: problem }];
    if (findings.length > 0) return findings;
    this.last = checkpoint;
    this.seenAt = this.now();
    return [];
  }

  private async problemWith(newer: Checkpoint): Promise<string | undefined> {
    const { last } = this;
    if (last === undefined || last.size === 0) return undefined;
    if (newer.size < last.size) return `the log shows ${newer.size} statements and has signed ${last.size} before`;
    if (newer.size === last.size)
      return equalBytes(newer.root, last.root) ? undefined : `a fork: two histories of ${newer.size} statements`;
    const proof = await this.source.consistency(last, newer);
    if (verifyConsistency(last, newer, proof)) return undefined;
    return `the log of ${newer.size} statements does not continue the one of ${last.size} it signed before`;
  }
}
