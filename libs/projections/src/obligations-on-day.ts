import {
  type Deadline,
  type Deadlines,
  isAnswered,
  type LetterObligations,
  letterOf,
  type NextAct,
  type Obligation,
  type ObligationKind,
} from './obligations.projection.js';
import { occurredOn } from './occurred-on.js';

/** From this day of its window on, an unapproved redaction is an obligation of its own (design page 2.3). */
const redactionDay = 45;

type Letter = NonNullable<ReturnType<typeof letterOf>>;

/** What is still owed on a day (YYYY-MM-DD, Europe/Zurich), in the order reply, redaction, publication, review. */
export function obligationsOn(state: LetterObligations, day: string, deadlines: Deadlines): readonly Obligation[] {
  const letter = letterOf(state);
  if (letter === undefined || state.voided) return [];
  const reply = isAnswered(state) ? undefined : deadlines.reply(letter.data);
  const publication = state.publications.length > 0 ? undefined : deadlines.publication(letter.data);
  const redactionOpen =
    !isRedacted(state) && publication?.dueOn != null && day >= redactionFrom(letter, publication.dueOn);
  return [
    ...owed('reply', ofTheDesk(reply, letter), day, (due) => (due === 'due' ? 'await_reply' : 'send_reminder')),
    ...owed('redaction', redactionOpen ? publication : undefined, day, () => redactionAct(state)),
    ...owed('publication', publication, day, (due) => publicationAct(state, due)),
    ...reviews(state).flatMap(({ deadline, next }) => owed('review', deadline, day, () => next)),
  ];
}

/** A reply that was overdue before an import told of the letter is history: nobody is asked to remind of it. */
function ofTheDesk(deadline: Deadline | undefined, { imported, time }: Letter): Deadline | undefined {
  const isPast = imported && deadline?.dueOn != null && deadline.dueOn < time.slice(0, 10);
  return isPast ? undefined : deadline;
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
  if (due === 'due') return 'await_window_end';
  return state.holds.length > 0 ? 'lift_hold' : 'publish_letter';
}

/** Holds and withdrawals that are to be looked at again on a day that a person set. */
function reviews({ holds, publications }: LetterObligations): { deadline: Deadline; next: NextAct }[] {
  const held = holds.map(({ event, reviewOn }) => ({
    deadline: { dueOn: reviewOn, rule: { id: event, sentence: 'the day set when the publication was held' } },
    next: 'review_hold' as const,
  }));
  const taken = publications.at(-1)?.withdrawn;
  if (taken == null) return held;
  const rule = { id: taken.event, sentence: 'the day set when the publication was withdrawn' };
  return [...held, { deadline: { dueOn: taken.reviewOn, rule }, next: 'review_withdrawal' }];
}

/** A redaction stands for the record it was made from: after a correction another one is needed. */
const redactionsOf = (state: LetterObligations): LetterObligations['redactions'] =>
  state.redactions.filter((redaction) => redaction.letter === letterOf(state)?.event);

const isRedacted = (state: LetterObligations): boolean => redactionsOf(state).some((redaction) => redaction.approved);

const redactionAct = (state: LetterObligations): NextAct =>
  redactionsOf(state).length > 0 ? 'approve_redaction' : 'propose_redaction';

function redactionFrom({ data, time }: Letter, dueOn: string): string {
  const { end } = occurredOn({ on: data['on'], time });
  const from = new Date(end - 1 + redactionDay * 86_400_000).toISOString().slice(0, 10);
  return from < dueOn ? from : dueOn;
}
