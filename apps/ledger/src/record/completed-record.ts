import { type EventName, handlingStreamOf, type ReferenceKey } from '#libs/domain';
import { type JsonObject, LedgerError } from '#libs/ledger';

import type { LedgerClient } from '../client/ledger-client.js';
import { statements } from '../client/statements.js';
import type { Envelope } from './envelope.js';
import { only } from './only-allegation.js';
import { recordTypeOf } from './record-types.js';
import { type Concerned, letterOf } from './requests.js';

/** An event as a write is answered with it. */
export interface RecordedLine {
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly time: string;
}

/** Fills in what only the ledger knows: which record of the letter is redacted or corrected, which redaction is approved. */
export async function completed(
  client: LedgerClient,
  type: EventName,
  data: JsonObject,
  concerned: Concerned,
): Promise<JsonObject> {
  if (type === 'RedactionProposed' && data['letter'] === undefined)
    return withId(data, 'letter', await letterOnRecord(client, letterOf(concerned)));
  if (type === 'LetterCorrected' && data['corrects'] === undefined)
    return withId(data, 'corrects', await letterOnRecord(client, letterOf(concerned)));
  if (type === 'RedactionApproved' && data['proposal'] === undefined)
    return { ...data, proposal: await lastProposal(client, letterOf(concerned), concerned.reply) };
  return data;
}

/**
 * The record with the reply that it is about: the one it names, or the only one to the letter it names, where it calls the reply `only` or is
 * about a reply and names none. `REPLY_UNKNOWN` when it names a letter and a reply to another one, or the letter has not one reply.
 */
export async function withReply(client: LedgerClient, envelope: Envelope): Promise<Envelope> {
  const { type, data, references } = envelope;
  const isOnly = envelope.reply === only;
  if (recordTypeOf(type).about !== 'reply' && !isOnly) return envelope;
  const named = isOnly ? undefined : (envelope.reply ?? data['reply']);
  if (references.length === 0 && !isOnly) return typeof named === 'string' ? { ...envelope, reply: named } : envelope;
  const { replies } = await letterView(client, letterOf(envelope));
  const counted = replies.filter(({ inErrorBy }) => inErrorBy === undefined);
  const meant = typeof named === 'string' ? counted.filter(({ event }) => event === named) : counted;
  const [found, ...others] = meant;
  if (found !== undefined && others.length === 0) return { ...envelope, reply: found.event };
  const reason = named === undefined ? `the letter has ${counted.length} replies: name one` : 'not one to this letter';
  throw new LedgerError('REPLY_UNKNOWN', { path: 'reply', reason });
}

const withId = (data: JsonObject, member: string, id: string | undefined): JsonObject =>
  id === undefined ? data : { ...data, [member]: id };

async function letterOnRecord(client: LedgerClient, reference: ReferenceKey): Promise<string | undefined> {
  const { versions } = await letterView(client, reference);
  return versions.filter(({ inErrorBy }) => inErrorBy === undefined).at(-1)?.event;
}

type Counted = readonly { readonly event: string; readonly inErrorBy?: string }[];

const letterView = (
  client: LedgerClient,
  { code, serial, year }: ReferenceKey,
): Promise<{ readonly versions: Counted; readonly replies: Counted }> =>
  client.json(`/v1/communications/${code}/${serial}/${year}`);

/**
 * The redaction proposed last of the letter, or of a reply to it; `REDACTION_NOT_PROPOSED` when there is none. Handling stands in no
 * addressee's file, so the statements themselves are looked through.
 */
async function lastProposal(client: LedgerClient, reference: ReferenceKey, reply: string | undefined): Promise<string> {
  let last: string | undefined;
  for await (const page of statements(client))
    for (const { event } of page)
      if (event.type === 'RedactionProposed' && event.stream === handlingStreamOf(reference))
        if (event.data['reply'] === reply) last = event.id;
  if (last !== undefined) return last;
  const reason =
    reply === undefined
      ? 'of the letter itself: record a RedactionProposed, or name the "reply" whose redaction is approved'
      : `of the reply ${reply}: record a RedactionProposed that names this "reply"`;
  throw new LedgerError('REDACTION_NOT_PROPOSED', { path: 'proposal', reason });
}
