import { readFile } from 'node:fs/promises';

import { formatNote, hasQuorum, parseNote, parseWitnessPolicy, type WitnessPolicy } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import { type ProveFrom, Witness } from './witness.js';

const noPolicy = 'quorum none\n';

/** A note with the cosignatures that were given, and what the witnesses that gave none said. */
export interface Cosigned {
  readonly note: string;
  readonly hasQuorum: boolean;
  readonly complaints: readonly string[];
}

/** The witnesses of this log, and how many of them must have cosigned a checkpoint that is handed out. */
export class Witnesses {
  private readonly asked: readonly Witness[];

  private constructor(
    /** The policy's text as verifiers pin it: without log lines. */
    readonly text: string,
    private readonly policy: WitnessPolicy,
  ) {
    this.asked = [...policy.urls].flatMap(([name, url]) => {
      const key = policy.witnesses.get(name);
      return key === undefined ? [] : [new Witness(name, key, url)];
    });
  }

  /**
   * Reads a C2SP tlog-policy file; without one there are no witnesses. Throws `CONFIGURATION` when it cannot be read, is none, or when the
   * witnesses it gives addresses for could not make up its quorum.
   */
  static async from(file: string | undefined): Promise<Witnesses> {
    const text = file === undefined ? noPolicy : withoutLogs(await readFile(file, 'utf8').catch(() => ''));
    const policy = parseWitnessPolicy(text);
    if (policy === undefined) throw wrong('not a file of the form tlog-policy that can be read');
    if (![...policy.urls.values()].every(isWebAddress))
      throw wrong('a witness has an address that is not http or https');
    if (!hasQuorum(policy, new Set(policy.urls.keys()))) throw wrong('the witnesses with an address are no quorum');
    return new Witnesses(text, policy);
  }

  /** Whether what is handed out must have been cosigned. */
  get areNeeded(): boolean {
    return this.policy.quorum !== 'none';
  }

  /** Asks all of them at once, and waits for all. */
  async cosign(note: string, prove: ProveFrom): Promise<Cosigned> {
    const answers = await Promise.allSettled(this.asked.map((witness) => witness.cosign(note, prove)));
    const given = answers.flatMap((answer, n) =>
      answer.status === 'fulfilled' ? [{ name: this.asked[n]?.name ?? '', signature: answer.value }] : [],
    );
    const parsed = parseNote(note);
    const signatures = [...(parsed?.signatures ?? []), ...given.map(({ signature }) => signature)];
    return {
      note: parsed === undefined ? note : formatNote({ text: parsed.text, signatures }),
      hasQuorum: hasQuorum(this.policy, new Set(given.map(({ name }) => name))),
      complaints: answers.flatMap((answer) => (answer.status === 'rejected' ? [messageOf(answer.reason)] : [])),
    };
  }

  /**
   * What is wrong when a witness has cosigned more than the guard remembers: the guard is written before a signature leaves, so it was put
   * back, or belongs to a copy. A witness that does not answer is not waited for.
   */
  async newerThan(remembered: string | undefined, size: number): Promise<LedgerError | undefined> {
    if (remembered === undefined) return undefined;
    const answers = await Promise.allSettled(this.asked.map((witness) => witness.sizeSeen(remembered)));
    for (const [n, answer] of answers.entries()) {
      const seen = answer.status === 'fulfilled' ? (answer.value ?? 0) : 0;
      if (seen <= size) continue;
      const said = `witness ${this.asked[n]?.name} has cosigned ${seen} events, the guard remembers ${size}`;
      return new LedgerError('GUARD_MISMATCH', said);
    }
    return undefined;
  }
}

const withoutLogs = (text: string): string => text.replace(/^[ \t]*log[ \t].*\n/gm, '');
const isWebAddress = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
const messageOf = (error: unknown): string => (error instanceof LedgerError ? error.message : String(error));
const wrong = (reason: string): LedgerError => new LedgerError('CONFIGURATION', { path: 'WITNESS_POLICY', reason });
