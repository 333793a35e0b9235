import {
  answeredBy,
  referenceOfStream,
  type ReplyKind,
  responseDueOn,
  type WindowedLetter,
  zurichDay,
} from '#libs/domain';
import type { JsonObject } from '#libs/ledger';

import type { LedgerClient } from '../client/ledger-client.js';
import type { RecordedLine } from './completed-record.js';

/** What the words rest on, of a letter's page. */
export interface LetterPage {
  readonly versions: readonly {
    readonly event: string;
    readonly position: number;
    readonly fields: JsonObject;
    readonly inErrorBy?: string;
  }[];
  readonly replies: readonly { readonly on: string; readonly kind: string; readonly inErrorBy?: string }[];
  readonly thread: readonly { readonly type: string; readonly facts: JsonObject }[];
}

/** What may bring another last day for an answer. */
const moving: ReadonlySet<string> = new Set(['LetterSent', 'LetterCorrected', 'RecordedInError']);

/** What is to be said of a letter after something was recorded of it. Nothing when its page cannot be read: it is recorded all the same. */
export async function lateSilence(client: LedgerClient, [first]: readonly RecordedLine[]): Promise<string[]> {
  const letter = first && moving.has(first.type) ? referenceOfStream(first.stream) : undefined;
  if (first === undefined || letter === undefined) return [];
  const { code, serial, year } = letter;
  const page = await client.json<LetterPage>(`/v1/communications/${code}/${serial}/${year}`).catch(() => undefined);
  return page === undefined ? [] : silenceWords(page, first);
}

/** Where a record brought a last day that was over by then, the clock waits for the replies of then: the day, and what to do; else nothing. */
export function silenceWords(page: LetterPage, recorded: RecordedLine): string[] {
  const dueOn = lateDay(page, recorded);
  if (dueOn === undefined) return [];
  const whose = recorded.type === 'LetterSent' ? 'Its window' : "So the letter's window";
  return [
    '',
    `${whose} ended on ${dueOn}. If a reply came by then, record it now: the clock waits`,
    'for it, a day unless this ledger is set otherwise, and then records for good that none came.',
  ];
}

/** The day, while it stands, no reply of then is on record, and nothing was said of it yet. */
function lateDay({ versions, replies, thread }: LetterPage, recorded: RecordedLine): string | undefined {
  const counted = versions.filter(({ inErrorBy }) => inErrorBy === undefined);
  const before =
    recorded.type === 'RecordedInError'
      ? versions.find(({ inErrorBy }) => inErrorBy === recorded.eventId)
      : counted.findLast(({ position }) => position < recorded.position);
  const last = counted.at(-1);
  const isInForce = recorded.type === 'RecordedInError' ? before !== undefined : last?.event === recorded.eventId;
  const dueOn = dayOf(last);
  if (!isInForce || dueOn === undefined || dueOn === dayOf(before)) return undefined;
  const isSaid = thread.some(({ type, facts }) => type === 'ResponseWindowElapsed' && facts['dueOn'] === dueOn);
  const isLate = dueOn < zurichDay(Date.parse(recorded.time));
  return isLate && !isSaid && !answeredBy(dueOn, { replies: replies.flatMap(counting) }) ? dueOn : undefined;
}

const dayOf = (version: LetterPage['versions'][number] | undefined): string | undefined =>
  version && (responseDueOn(version.fields as unknown as WindowedLetter).dueOn ?? undefined);

const counting = ({ on, kind, inErrorBy }: LetterPage['replies'][number]) =>
  inErrorBy === undefined ? [{ on, kind: kind as ReplyKind }] : [];
