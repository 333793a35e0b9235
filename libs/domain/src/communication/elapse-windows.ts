import type { ProposedEvent } from '#libs/ledger';
import { addDays, firstDay, isInstant } from '../occurred-on.js';
import { windowDueOn } from '../policies/confidentiality.js';
import type { Due } from '../policies/policy.js';
import { responseDueOn } from '../policies/response.js';
import { endOfZurichDay, zurichDayOf } from '../zurich.js';
import type { CommunicationState, ReplyOnRecord } from './communication.js';
import type { LetterSent } from './letter.js';
import { type OnLetterContext, proposeOn } from './propose.js';
import { answersLetter } from './reply-kinds.js';

/**
 * What the clock has to record about one letter now: the end of the response window when nothing that answers had come by its last day,
 * and of the confidentiality window, each once per due day. A correction that moves the day makes a window end again. Nothing before a
 * letter is sent, under a void number, or of what had ended before an import that knew where the letter was published; never refuses.
 */
export function elapseWindows(context: OnLetterContext, state: CommunicationState): ProposedEvent[] {
  return state.voided ? [] : endedWindows(context, state, (dueOn) => recordedFrom(dueOn, state));
}

/** The windows of an imported letter that had ended before now and are not on record, each with the day on which it ended. */
export const pastWindows = (context: OnLetterContext, state: CommunicationState): ProposedEvent[] =>
  endedWindows(context, state, endOfZurichDay);

/** The confidentiality window of a letter of before this ledger, on the day on which it ended; nothing while it runs. Whatever came in does not move it. */
export function pastConfidentiality({ reference, now }: OnLetterContext, letter: LetterSent): ProposedEvent[] {
  const due = windowDueOn(letter);
  if (due.dueOn === null || now < endOfZurichDay(due.dueOn)) return [];
  return [proposeOn(reference, 'ConfidentialityWindowElapsed', elapsed(due.dueOn, due))];
}

function endedWindows(
  { reference, now }: OnLetterContext,
  state: CommunicationState,
  from: (dueOn: string) => number,
): ProposedEvent[] {
  const { letter, responseElapsed, confidentialityElapsed } = state;
  if (letter === undefined) return [];
  const ended = (due: Due) => (due.dueOn !== null && now >= from(due.dueOn) ? elapsed(due.dueOn, due) : undefined);
  const response = ended(responseDueOn(letter.data));
  const confidentiality = ended(windowDueOn(letter.data));
  const events: ProposedEvent[] = [];
  if (response !== undefined && !responseElapsed.includes(response.dueOn) && !answeredBy(response.dueOn, state))
    events.push(proposeOn(reference, 'ResponseWindowElapsed', response));
  if (confidentiality !== undefined && !confidentialityElapsed.includes(confidentiality.dueOn))
    events.push(proposeOn(reference, 'ConfidentialityWindowElapsed', confidentiality));
  return events;
}

/** Whether the letter's confidentiality window is over; a letter that waits for a session report has one without end. */
export function confidentialityIsOver({ letter }: CommunicationState, now: number): boolean {
  const dueOn = letter === undefined ? null : windowDueOn(letter.data).dueOn;
  return dueOn !== null && now >= endOfZurichDay(dueOn);
}

/**
 * From when (milliseconds since 1970) the clock may say that a letter had no answer in time. Where the window had ended before the record came
 * that brought its last day, the replies may be recorded only now: they are given `rest`, because silence that is on record stays there.
 */
export function silenceFrom({ letter, responseDueSince }: CommunicationState, rest: number): number {
  const dueOn = letter === undefined ? null : responseDueOn(letter.data).dueOn;
  if (responseDueSince === undefined || dueOn === null) return Infinity;
  const end = endOfZurichDay(dueOn);
  return end > responseDueSince ? end : responseDueSince + rest;
}

/** The instants (milliseconds since 1970) at which the clock has something to look at: the ends of windows that are not recorded. */
export function windowEnds(state: CommunicationState): readonly number[] {
  if (state.letter === undefined || state.voided) return [];
  const response = responseDueOn(state.letter.data).dueOn;
  const confidentiality = windowDueOn(state.letter.data).dueOn;
  const days = [
    ...(response === null || state.responseElapsed.includes(response) || answeredBy(response, state) ? [] : [response]),
    ...(confidentiality === null || state.confidentialityElapsed.includes(confidentiality) ? [] : [confidentiality]),
  ];
  return days.map((dueOn) => recordedFrom(dueOn, state)).filter(Number.isFinite);
}

/** Whether two states of one letter have the same windows, by what `windowEnds` looks at; where it cannot tell, they have not. */
export const haveSameWindows = (one: CommunicationState, other: CommunicationState): boolean =>
  one.letter === other.letter &&
  one.replies === other.replies &&
  one.publications === other.publications &&
  one.voided === other.voided &&
  one.responseElapsed === other.responseElapsed &&
  one.confidentialityElapsed === other.confidentialityElapsed;

interface Answers {
  readonly replies: readonly Pick<ReplyOnRecord, 'on' | 'kind'>[];
}

/** The replies to an imported letter, and where it was published, are imported after it: a day must do. */
const importRest = 86_400_000;

/**
 * From when the clock may say that a window has ended: at once; but of an imported letter whose window had ended before the ledger knew
 * it, only when what the letter received has had time to be imported too, and never once it is known where it was published: the import
 * said then which of them had ended. Silence must not be recorded because an import is half done.
 */
function recordedFrom(dueOn: string, { letter, publications }: CommunicationState): number {
  const end = endOfZurichDay(dueOn);
  const importedAt = letter?.importedAt;
  if (importedAt === undefined || end > importedAt) return end;
  return publications.some(({ reply, elsewhere }) => reply === undefined && elsewhere)
    ? Infinity
    : importedAt + importRest;
}

const elapsed = (dueOn: string, { rule }: Due) => ({ on: addDays(dueOn, 1), dueOn, policy: rule.id });

/** Whether a letter was answered by a day. A reply dated coarser than a day counts as in time when any of its days may be. */
export const answeredBy = (dueOn: string, { replies }: Answers): boolean =>
  replies.some(({ kind, on }) => answersLetter(kind) && (isInstant(on) ? zurichDayOf(on) : firstDay(on)) <= dueOn);
