import type { ReplyKind } from '#libs/domain';
import type { JsonObject, RecordedEvent } from '#libs/ledger';

import { occurredOn } from './occurred-on.js';
import type { Projection } from './projection.js';
import { textOf } from './reading.js';

/** What is owed with regard to one letter. Plain JSON, so that it can be kept between events. */
export interface LetterObligations {
  /** The record of the letter that counts now, clear fields only; `null` before it was sent. */
  readonly letter: { readonly event: string; readonly time: string; readonly data: JsonObject } | null;
  readonly answered: boolean;
  readonly published: boolean;
  /** Redactions put forward, each with the record of the letter it was made from. */
  readonly redactions: readonly { readonly proposal: string; readonly letter: string; readonly approved: boolean }[];
}

export type ObligationKind = 'reply' | 'redaction' | 'publication';

export type NextAct =
  'await_reply' | 'send_reminder' | 'propose_redaction' | 'approve_redaction' | 'await_window_end' | 'publish_letter';

export interface Obligation {
  readonly kind: ObligationKind;
  /** The last day, YYYY-MM-DD. */
  readonly dueOn: string;
  /** The rule the day came from: the policy file and one sentence. */
  readonly rule: { readonly id: string; readonly sentence: string };
  /** `overdue` from the day after `dueOn`. */
  readonly state: 'due' | 'overdue';
  readonly next: NextAct;
}

/** A day and the rule it came from; `dueOn` is null where the rule gives none. */
export interface Deadline {
  readonly dueOn: string | null;
  readonly rule: { readonly id: string; readonly sentence: string };
}

/** The policies that give a letter's days, from its recorded clear fields; `undefined` where these do not tell. */
export interface Deadlines {
  reply(letter: JsonObject): Deadline | undefined;
  publication(letter: JsonObject): Deadline | undefined;
}

/** Folds the events of one letter: those of its communication stream and of its handling stream. */
export const obligations: Projection<LetterObligations> = {
  name: 'obligations',
  version: 1,
  initial: { letter: null, answered: false, published: false, redactions: [] },
  apply: (state, event) => step(state, event),
};

/** Only these answer a letter; an acknowledgement or a request for time leaves the reply due (design page 2.3). */
const answers: ReadonlySet<string | undefined> = new Set<ReplyKind>(['interim', 'substantive', 'refusal']);

function step(state: LetterObligations, { type, id, time, data }: RecordedEvent): LetterObligations {
  if (type === 'LetterSent' || type === 'LetterCorrected')
    return { ...state, letter: { event: id, time, data: dated(data) } };
  if (type === 'ReplyReceived') return answers.has(textOf(data, 'kind')) ? { ...state, answered: true } : state;
  if (type === 'LetterPublished') return { ...state, published: true };
  if (type === 'RedactionProposed') return proposed(state, id, textOf(data, 'letter') ?? '');
  return type === 'RedactionApproved' ? approved(state, textOf(data, 'proposal')) : state;
}

const proposed = (state: LetterObligations, proposal: string, letter: string): LetterObligations => ({
  ...state,
  redactions: [...state.redactions, { proposal, letter, approved: false }],
});

const approved = (state: LetterObligations, proposal: string | undefined): LetterObligations => ({
  ...state,
  redactions: state.redactions.map((redaction) =>
    redaction.proposal === proposal ? { ...redaction, approved: true } : redaction,
  ),
});

/** The fields that windows are counted from. */
const dated = ({ on, type, publicationWindow, replyAskedBy }: JsonObject & { readonly on: string }): JsonObject => ({
  on,
  ...(type === undefined ? {} : { type }),
  publicationWindow: publicationWindow ?? null,
  replyAskedBy: replyAskedBy ?? null,
});

/** From this day of its window on, an unapproved redaction is an obligation of its own (design page 2.3). */
const redactionDay = 45;

/** What is still owed on a day (YYYY-MM-DD, Europe/Zurich), in the order reply, redaction, publication. */
export function obligationsOn(state: LetterObligations, day: string, deadlines: Deadlines): readonly Obligation[] {
  const { letter } = state;
  if (letter === null) return [];
  const reply = state.answered ? undefined : deadlines.reply(letter.data);
  const publication = state.published ? undefined : deadlines.publication(letter.data);
  const redactionOpen =
    !isRedacted(state) && publication?.dueOn != null && day >= redactionFrom(letter, publication.dueOn);
  return [
    ...owed('reply', reply, day, (state) => (state === 'due' ? 'await_reply' : 'send_reminder')),
    ...owed('redaction', redactionOpen ? publication : undefined, day, () => redactionAct(state)),
    ...owed('publication', publication, day, (due) => publicationAct(state, due)),
  ];
}

function owed(
  kind: ObligationKind,
  deadline: Deadline | undefined,
  day: string,
  next: (state: Obligation['state']) => NextAct,
): Obligation[] {
  if (deadline === undefined || deadline.dueOn === null) return [];
  const state = day > deadline.dueOn ? 'overdue' : 'due';
  return [{ kind, dueOn: deadline.dueOn, rule: deadline.rule, state, next: next(state) }];
}

function publicationAct(state: LetterObligations, due: Obligation['state']): NextAct {
  if (!isRedacted(state)) return redactionAct(state);
  return due === 'due' ? 'await_window_end' : 'publish_letter';
}

/** A redaction stands for the record it was made from: after a correction another one is needed. */
const redactionsOf = ({ letter, redactions }: LetterObligations): LetterObligations['redactions'] =>
  redactions.filter((redaction) => redaction.letter === letter?.event);

const isRedacted = (state: LetterObligations): boolean => redactionsOf(state).some((redaction) => redaction.approved);

const redactionAct = (state: LetterObligations): NextAct =>
  redactionsOf(state).length > 0 ? 'approve_redaction' : 'propose_redaction';

function redactionFrom(letter: { readonly time: string; readonly data: JsonObject }, dueOn: string): string {
  const { end } = occurredOn({ on: letter.data['on'], time: letter.time });
  const from = new Date(end - 1 + redactionDay * 86_400_000).toISOString().slice(0, 10);
  return from < dueOn ? from : dueOn;
}
