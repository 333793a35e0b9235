import { declarationOf, type LetterTrack } from '#libs/domain';
import type { JsonObject } from '#libs/ledger';
import { type LetterState, type LetterWarning, type NextAct, type ReplyState, sentence } from '#libs/projections';

export const nextActWords: Record<NextAct, string> = {
  await_reply: 'await the reply',
  send_reminder: 'send a reminder, or record the reply',
  propose_redaction: 'propose a redaction of the letter',
  approve_redaction: 'approve the proposed redaction, as a second person',
  await_window_end: 'publish once the window has ended',
  lift_hold: 'lift the hold, then publish the letter',
  publish_letter: 'publish the letter',
  review_hold: 'look at the hold again: lift it, or keep it',
  review_withdrawal: 'look at the withdrawal again',
};

export const letterStateWords: Record<LetterState, string> = {
  not_sent: 'not sent',
  void: 'number void',
  confidential: 'sent, confidential',
  window_over: 'sent, confidentiality window over',
  published: 'published',
  withdrawn: 'publication withdrawn',
};

export const replyStateWords: Record<ReplyState, string> = {
  no_reply: 'no reply',
  acknowledged: 'acknowledged',
  reply_confidential: 'reply received and confidential',
  reply_awaiting_translation: 'reply awaiting translation',
  reply_received: 'reply received, not published',
  reply_published: 'reply published',
};

export const trackWords: Record<LetterTrack, string> = {
  joint: 'enters the joint communications report',
  arbitrary_detention: 'own procedures of the Working Group on Arbitrary Detention: not in the joint report',
  disappearances:
    'own procedures of the Working Group on Enforced or Involuntary Disappearances: not in the joint report',
};

/** What a reader is warned of, with the dates it comes from. */
export const warningWords = ({ printedOn, dispatchedOn }: LetterWarning): string =>
  `dispatched on ${dispatchedOn}, later than the date on the letter, ${printedOn}; its windows count from the date on the letter`;

/** What a timeline says of an event: the catalogue's sentence, or the words of the type's name for a type this software does not know. */
export function titleOf(type: string, facts: JsonObject): string {
  const declared = declarationOf(type);
  if (declared !== undefined) return sentence(declared.sentence, facts);
  const words = type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const iconOf = (type: string): string | undefined => declarationOf(type)?.icon;
