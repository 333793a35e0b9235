import type { ReceivedMessage } from '#libs/kafka';
import { type ErrorCode, errorTable } from '#libs/ledger';

import { type Verdict, verdictOn } from './verdict.js';

/** A message as the registry is asked to take it. */
export interface Submission {
  readonly agency: string;
  readonly topic: string;
  readonly source: string;
  readonly id: string;
  readonly value: Uint8Array;
}

/** The registry takes none that is larger. */
const largest = 524_288;
const named = /^[\x21-\x7e]{1,200}$/;

/** The submission of a message, or why it is none that the registry could be asked to take. */
export function submissionOf(agency: string, message: ReceivedMessage): Submission | Verdict {
  const { ce_source: source = '', ce_id: id = '' } = message.headers;
  const { topic, value } = message;
  if (value === undefined) return refusal('SUBMISSION_UNREADABLE', 'the message has no value');
  if (value.length > largest) return refusal('SUBMISSION_UNREADABLE', `larger than ${largest} bytes`);
  if (!named.test(source)) return refusal('SUBMISSION_MISDIRECTED', 'must be a header of visible ASCII', 'ce_source');
  if (!named.test(id)) return refusal('SUBMISSION_MISDIRECTED', 'must be a header of visible ASCII', 'ce_id');
  return { agency, topic, source, id, value };
}

function refusal(code: ErrorCode, reason: string, path?: string): Verdict {
  return verdictOn({ code, title: errorTable[code].title, errors: [{ reason, ...(path !== undefined && { path }) }] });
}
