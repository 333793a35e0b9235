import { isOccurredOn, parseReference, referenceKey, type ReplyKind, replyKinds } from '#libs/domain';
import { LedgerError } from '#libs/ledger';

import type { Cells } from './cells.js';
import { cellFault } from './fault.js';

/** A reply as a history tells it. */
export interface ReplyTold {
  readonly on: string;
  readonly kind: ReplyKind;
  readonly language: string;
  readonly confidential: boolean;
  readonly sameReplyTo?: string;
  readonly documents: readonly never[];
}

/** Date and kind, then a language tag, `confidential`, and the letter with which the same reply was recorded first. */
const form = /^(\S+) ([a-z_ ]+?)(?: in ([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))?(?:, (confidential))?(?:, same as (.+))?$/u;

/** The replies of a row: `2012-05-03 substantive in es; 2012-06-01 acknowledgement in fr, same as LAO 2/2012`. */
export function repliesIn({ replies }: Cells): readonly ReplyTold[] {
  return replies
    .split(';')
    .map((entry) => entry.trim().replace(/\s+/gu, ' '))
    .filter((entry) => entry !== '')
    .map(replyIn);
}

function replyIn(entry: string, index: number): ReplyTold {
  const [, on = '', printed = '', language = 'und', confidential, same] = form.exec(entry) ?? [];
  const kind = replyKinds.find((each) => each === printed.replaceAll(' ', '_'));
  const place = `reply ${index + 1}`;
  if (!isOccurredOn(on)) throw fault(`${place} must begin with its date, such as 2012-05-03`);
  if (kind === undefined)
    throw fault(`${place} must say after its date which of these it is: ${replyKinds.join(', ')}`);
  const told = { on, kind, language, confidential: confidential !== undefined, documents: [] };
  return same === undefined ? told : { ...told, sameReplyTo: otherLetter(same, place) };
}

function otherLetter(text: string, place: string): string {
  try {
    return referenceKey(parseReference(text));
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw fault(`${place} must name the other letter by its reference`);
  }
}

const fault = (reason: string): LedgerError => cellFault('replies', 'BODY_INVALID', reason);
