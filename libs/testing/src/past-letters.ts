import type { JsonObject } from '#libs/ledger';

import type { PastEvent } from './recorded.js';

const cambodia = 'Special Rapporteur on the situation of human rights in Cambodia';

/** A letter of 10 March 2025 with the fields that figures are counted from; what is left out gets a plain value. */
export const pastLetter = (stream: string, data: JsonObject = {}, on = '2025-03-10'): PastEvent => ({
  stream,
  type: 'LetterSent',
  on,
  data: { type: 'AL', mandates: [cambodia], replyAskedBy: null, individuals: 'unspecified', ...data },
});

/** A substantive reply, unless `data` says another kind. */
export const pastReply = (stream: string, on: string, data: JsonObject = {}): PastEvent => ({
  stream,
  type: 'ReplyReceived',
  on,
  data: { kind: 'substantive', ...data },
});

/** An event, by its id, was recorded in error, said in the stream given. */
export const pastError = (stream: string, event: string): PastEvent => ({
  stream,
  type: 'RecordedInError',
  on: '2025-06-01',
  data: { event, reason: 'Recorded by mistake.' },
});
