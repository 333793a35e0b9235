import type { ProposedEvent } from '#libs/ledger';
import { addDays, firstDay, isInstant } from '../occurred-on.js';
import { windowDueOn } from '../policies/confidentiality.js';
import type { Due } from '../policies/policy.js';
import { responseDueOn } from '../policies/response.js';
import { endOfZurichDay, zurichDayOf } from '../zurich.js';
import type { CommunicationState } from './communication.js';
import { proposeOn } from './propose.js';
import type { OnLetterContext } from './receive-reply.js';
import { answersLetter } from './reply-kinds.js';

/**
 * What the clock has to record about one letter now: the end of the response window when nothing that answers had come by its last day,
 * and of the confidentiality window, each once per due day. A correction that moves the day makes a window end again. Nothing before a
 * letter is sent; never refuses.
 */
export function elapseWindows(context: OnLetterContext, state: CommunicationState): ProposedEvent[] {
  const { letter, responseElapsed, confidentialityElapsed } = state;
  if (letter === undefined) return [];
  const response = ended(responseDueOn(letter.data), context.now);
  const confidentiality = ended(windowDueOn(letter.data), context.now);
  const { reference } = context;
  const events: ProposedEvent[] = [];
  if (response !== undefined && !responseElapsed.includes(response.dueOn) && !answeredBy(response.dueOn, state))
    events.push(proposeOn(reference, 'ResponseWindowElapsed', response));
  if (confidentiality !== undefined && !confidentialityElapsed.includes(confidentiality.dueOn))
    events.push(proposeOn(reference, 'ConfidentialityWindowElapsed', confidentiality));
  return events;
}

/** Whether the letter's confidentiality window is over; a letter that waits for a session report has one without end. */
export function confidentialityIsOver(state: CommunicationState, now: number): boolean {
  return state.letter !== undefined && ended(windowDueOn(state.letter.data), now) !== undefined;
}

/** The instants (milliseconds since 1970) at which the clock has something to look at: the ends of windows that are not recorded. */
export function windowEnds(state: CommunicationState): readonly number[] {
  if (state.letter === undefined) return [];
  const response = responseDueOn(state.letter.data).dueOn;
  const confidentiality = windowDueOn(state.letter.data).dueOn;
  const days = [
    ...(response === null || state.responseElapsed.includes(response) ? [] : [response]),
    ...(confidentiality === null || state.confidentialityElapsed.includes(confidentiality) ? [] : [confidentiality]),
  ];
  return days.map(endOfZurichDay);
}

function ended({ dueOn, rule }: Due, now: number): { on: string; dueOn: string; policy: string } | undefined {
  if (dueOn === null || now < endOfZurichDay(dueOn)) return undefined;
  return { on: addDays(dueOn, 1), dueOn, policy: rule.id };
}

/** A reply dated coarser than a day counts as in time when any of its days may be. */
const answeredBy = (dueOn: string, { replies }: CommunicationState): boolean =>
  replies.some(({ kind, on }) => answersLetter(kind) && (isInstant(on) ? zurichDayOf(on) : firstDay(on)) <= dueOn);
