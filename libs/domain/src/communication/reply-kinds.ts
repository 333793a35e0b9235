export const replyKinds = [
  'acknowledgement',
  'interim',
  'substantive',
  'refusal',
  'request_for_time',
  'request_for_clarification',
] as const;
export type ReplyKind = (typeof replyKinds)[number];

/** Only these answer a letter; an acknowledgement or a request for time leaves the response window running (design pages 2.3 and 2.6). */
export const answersLetter = (kind: ReplyKind): boolean =>
  kind === 'interim' || kind === 'substantive' || kind === 'refusal';
