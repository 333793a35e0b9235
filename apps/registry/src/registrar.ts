import { Injectable } from '@nestjs/common';

import { type EventName, recordedBy } from '#libs/domain';
import type { Entry } from '#libs/event-store';
import { LedgerError, type ProposedEvent, type Role, vocabulary } from '#libs/ledger';
import { type CommandRequest, requireRole } from '#libs/service';

import { NamesInClear, type Resting } from './allegations/names-in-clear.js';
import { type Joining, RecordedTexts } from './allegations/texts-so-far.js';
import { hasDocuments, Staging } from './documents/staging.js';
import { refuseNames } from './imports/refuse-names.js';
import { LedgerIndex } from './ledger-index.js';
import { type LookedUp, refuseOld, untilFresh } from './look-up-freshness.js';
import { type Cause, type Facts, type Intention, type RecordedAnswer, Recorder } from './recorder.js';
import { sealsSomething } from './sealing-rules.js';

/** A write as one route understands it: the event type that says who may, the body, and what the body wants to become. */
export interface Act<T extends object> {
  readonly type: EventName;
  readonly data: T;
  /**
   * What looks something up first is a function, called only for a caller who may, and only when the request was not recorded before: what
   * it looks up tells nobody else anything.
   */
  readonly plan: Plan<T> | ((cause: Cause) => Plan<T> | Promise<Plan<T>>);
  /** When not everyone who records the type may record it this way. */
  readonly roles?: readonly Role[];
}

export interface Plan<T extends object> {
  readonly streams: readonly string[];
  /** Names of the keys that texts and documents are sealed under; for an allegation its owners, the source first. */
  readonly sealedUnder: readonly string[];
  /**
   * The letters on which rests what everyone will read: it may hold names sealed in the allegations behind them only of those who agreed.
   * Not needed for what is recorded of letters themselves, which is always held against every name.
   */
  readonly resting?: Resting;
  /** Allegations that come to stand behind letters: what is read of them already must hold none of their names. */
  readonly joining?: readonly Joining[];
  /** What the plan looked up outside the streams: when it is old by the time of the decision, the plan is made again. */
  readonly lookedUp?: LookedUp;
  readonly decide: (data: T, facts: Facts) => readonly ProposedEvent[];
}

/** What every write answers with, also when it is repeated. */
export interface Registered {
  readonly events: readonly RecordedAnswer[];
}

/** Takes a person's write to its record: the role, the documents, the decision, and the same answer for a repeated request. */
@Injectable()
export class Registrar {
  constructor(
    private readonly recorder: Recorder,
    private readonly staging: Staging,
    private readonly names: NamesInClear,
    private readonly texts: RecordedTexts,
    private readonly index: LedgerIndex,
  ) {}

  async register<T extends object>(command: CommandRequest, act: Act<T>): Promise<Registered> {
    const cause = this.causeOf(command, act);
    if (cause.role === 'importer' && ofLetters.includes(act.type)) refuseNames(act.data);
    const entries = await this.entriesOf(cause, act);
    await this.staging.discard(act.data);
    return { events: entries.map((entry) => Recorder.answerOf(entry)) };
  }

  /** Where nothing has to be looked up or moved before the decision, the writer alone finds a request that was recorded before. */
  private async entriesOf<T extends object>(cause: Cause, act: Act<T>): Promise<readonly Entry[]> {
    const { plan, data } = act;
    if (typeof plan === 'object' && !hasDocuments(data))
      return untilFresh(this.index, async () =>
        this.recorder.record(cause, intentionOf(await this.checked(plan), { type: act.type, data })),
      );
    return (await this.recorder.earlier(cause)) ?? (await this.first(cause, act));
  }

  /** The plan with the names that its events, and what was recorded before of the same letters, must not hold. */
  private async checked<T extends object>(plan: Plan<T>): Promise<Plan<T>> {
    const { streams, resting, joining = [] } = plan;
    const own = await this.names.behind(resting ?? { letters: lettersToldOf(streams) });
    const before = await Promise.all(joining.map((each) => this.texts.of(each)));
    const looked = [own, ...before].flatMap(({ lookedUp }) => lookedUp);
    const lookedUp = plan.lookedUp ? [...looked, plan.lookedUp] : looked;
    const decide: Plan<T>['decide'] = (data, facts) => {
      refuseOld(lookedUp, facts);
      const events = plan.decide(data, facts);
      before.forEach((texts) => texts.refuse(facts));
      own.names.refuse(events.map((event) => event.data));
      return events;
    };
    const all = [...new Set([...streams, ...before.flatMap((texts) => texts.streams)])];
    return { streams: all, sealedUnder: plan.sealedUnder, decide };
  }

  /** The answer to a request that was recorded before, for those who must prepare something first. Throws as `register` for the role. */
  async answered(command: CommandRequest, act: Pick<Act<object>, 'type' | 'roles'>): Promise<Registered | undefined> {
    const entries = await this.recorder.earlier(this.causeOf(command, act));
    return entries && { events: entries.map((entry) => Recorder.answerOf(entry)) };
  }

  private causeOf(command: CommandRequest, { type, roles }: Pick<Act<object>, 'type' | 'roles'>): Cause {
    return this.recorder.causeOf(command, requireRole(command.identity, mayRecord(command, roles ?? recordedBy(type))));
  }

  private async first<T extends object>(cause: Cause, act: Act<T>): Promise<readonly Entry[]> {
    let adopted: T | undefined;
    try {
      return await untilFresh(this.index, async () => {
        const plan = await this.checked(typeof act.plan === 'object' ? act.plan : await act.plan(cause));
        const data = (adopted ??= await this.staging.adopt(act.data, plan.sealedUnder));
        return this.record(cause, data, intentionOf(plan, { type: act.type, data }));
      });
    } catch (error) {
      // The same request may have been recorded meanwhile and its documents moved; then its answer is this one's too.
      const recorded = await this.recorder.earlier(cause);
      if (recorded === undefined) throw error;
      return recorded;
    }
  }

  /** Adopted documents that no recorded event names are dropped; when the outcome is unknown, they stay. */
  private async record(cause: Cause, data: object, intention: Intention): Promise<readonly Entry[]> {
    try {
      const entries = await this.recorder.record(cause, intention);
      await this.staging.dropUnrecorded(data, entries);
      return entries;
    } catch (error) {
      if (error instanceof LedgerError && error.kind !== 'broken') await this.staging.dropUnrecorded(data, []);
      throw error;
    }
  }
}

/** What is recorded of letters: an addressee reads all of it. */
const ofLetters: readonly EventName[] = vocabulary.communication;

/** An agency submits over Kafka, sealed and signed by its own key: no token records in its name. */
const mayRecord = ({ derivation }: CommandRequest, roles: readonly Role[]): readonly Role[] =>
  derivation === undefined ? roles.filter((role) => role !== 'partner_agency') : roles;

/** The streams of the letters of which something is recorded; none when it is recorded of something else, such as the work on a letter. */
function lettersToldOf(streams: readonly string[]): readonly string[] {
  const letters = streams.filter((stream) => stream.startsWith('communication-'));
  return streams[0] === letters[0] ? letters : [];
}

/** Keys are fetched only for what has something to seal. */
const intentionOf = <T extends object>(
  { streams, sealedUnder, decide }: Plan<T>,
  { type, data }: { readonly type: EventName; readonly data: T },
): Intention => ({
  streams,
  keyNames: sealsSomething(type, data) ? sealedUnder : [],
  owners: sealedUnder,
  decide: (facts) => decide(data, facts),
});
