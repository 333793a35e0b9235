import type fc from 'fast-check';

import type { ProposedEvent } from '#libs/ledger';
import { refusal } from '#libs/testing';

import { accessRules } from './access.js';
import { allegationRules } from './allegations.js';
import type { Choice, Rule } from './attempt.js';
import { exchangeRules } from './exchange.js';
import { handlingRules } from './handling.js';
import { houseRules } from './house.js';
import { numberRules } from './letters.js';
import type { MemoryLedger } from './memory-ledger.js';
import type { Model } from './model.js';
import { publicRules } from './public.js';
import { publicationRules } from './publication.js';
import { subjectRules } from './subjects.js';
import { look } from './windows.js';

export const rules = {
  ...{ ...numberRules, ...exchangeRules, ...handlingRules, ...publicationRules, ...publicRules, look },
  ...{ ...allegationRules, ...subjectRules, ...accessRules, ...houseRules },
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleName = keyof typeof rules;

/** How often each rule was tried with success, and each code was the answer. */
export type Tally = Map<string, number>;

/** Somebody tries something: it is refused exactly when the model says so, and then nothing has changed. */
export class Try implements fc.Command<Model, MemoryLedger> {
  constructor(
    private readonly name: RuleName,
    private readonly choice: Choice,
    private readonly tally: Tally,
  ) {}

  check(): boolean {
    return true;
  }

  run(model: Model, ledger: MemoryLedger): void {
    const { broken, becomes, by, decide, note } = rules[this.name](model, this.choice);
    const decided: ProposedEvent[] = [];
    const code = refusal(() => decided.push(...decide(ledger)));
    const types = decided.map(({ type }) => type);
    const isAsExpected =
      code === undefined ? broken.length === 0 && types.join() === becomes.join() : broken.includes(code);
    if (!isAsExpected)
      throw new Error(
        `${this.name}: ${code ?? `allowed, ${types.join()}`}; expected: ${broken.join(' or ') || becomes.join()}`,
      );
    if (code !== undefined) return this.count(code);
    const ids = ledger.append(decided, by);
    note(ids[0] ?? '', ids);
    model.size = ledger.size;
    this.count(this.name);
  }

  toString(): string {
    return `${this.name} ${JSON.stringify(this.choice)}`;
  }

  private count(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1);
  }
}

/** The next step of a straight course, so that histories get far although much goes astray between its steps. */
export class Next implements fc.Command<Model, MemoryLedger> {
  constructor(private readonly course: readonly fc.Command<Model, MemoryLedger>[]) {}

  check(): boolean {
    return true;
  }

  run(model: Model, ledger: MemoryLedger): void {
    void this.course[model.steps++]?.run(model, ledger);
  }

  toString(): string {
    return `next of ${this.course.map(String).join(' | ')}`;
  }
}

/** Time passes: hours, a week, or as long as a window lasts. */
export class Wait implements fc.Command<Model, MemoryLedger> {
  constructor(private readonly hours: number) {}

  check(): boolean {
    return true;
  }

  run(model: Model, ledger: MemoryLedger): void {
    model.now += this.hours * 3_600_000;
    ledger.now = model.now;
  }

  toString(): string {
    return `wait ${this.hours} hours`;
  }
}
