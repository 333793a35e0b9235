import { createHash } from 'node:crypto';

import { catalogue, type EventName, recordedBy, slotsOf } from '#libs/domain';
import { type JsonObject, LedgerError, type Role } from '#libs/ledger';
import { letterText } from '#libs/letters';

import { connect } from '../client/connect.js';
import type { LedgerClient } from '../client/ledger-client.js';
import { ledgerSize, stoodBefore } from '../client/ledger-size.js';
import { type Envelope, readEnvelope } from '../record/envelope.js';
import { envelopeOfLetter, type LetterFlags } from '../record/from-letter.js';
import { completed, type RecordedLine, withReply } from '../record/completed-record.js';
import { withAllegation } from '../record/only-allegation.js';
import { isPerson } from '../record/record-types.js';
import { addressOf, bodyOf } from '../record/requests.js';
import { lateSilence } from '../record/silence.js';
import { listRecordTypes, printExample } from './record-types.js';
import { type ExitStatus, type OutputFlags, usage } from '../terminal/failure.js';
import { fileBytes } from '../terminal/files.js';
import { ownCall } from '../terminal/own-call.js';
import { labelled } from '../terminal/columns.js';
import { instantWords, printJson, printLines } from '../terminal/print.js';

export interface RecordFlags extends OutputFlags, LetterFlags {
  readonly as?: string;
  readonly types?: true;
  readonly example?: string;
}

/** The promised shape of `record --json`. */
interface Recorded {
  readonly reference?: string;
  readonly events: readonly RecordedLine[];
  /** Whether it stood there before this command. */
  readonly alreadyOnRecord: boolean;
}

type Written = Omit<Recorded, 'alreadyOnRecord'>;

/** Records a file, or shows what one may hold. */
export async function recordOrShow(file: string | undefined, flags: RecordFlags): Promise<ExitStatus> {
  if (file !== undefined && (flags.types ?? flags.example) !== undefined)
    throw usage('--types and --example record nothing, so they take no file');
  if (flags.example !== undefined) printExample(flags.example);
  else if (flags.types) listRecordTypes(flags);
  else if (file === undefined) throw usage('name the file of a letter or of a JSON record');
  else return record(file, flags);
  return 0;
}

/** Records a letter from its text or PDF, or a JSON record of any kind. The same file recorded again adds nothing. */
async function record(file: string, flags: RecordFlags): Promise<ExitStatus> {
  if (/\.csv$/iu.test(file)) throw usage(`${file}: a file of references is imported: ${ownCall()} import ${file}`);
  const bytes = await fileBytes(file);
  const isJson = file.endsWith('.json') || /^\uFEFF?\s*\{/u.test(Buffer.from(bytes.subarray(0, 64)).toString('utf8'));
  if (isJson && (flags.restsOn ?? flags.addressee ?? flags.addresseeKind) !== undefined)
    throw usage(
      '--rests-on, --addressee and --addressee-kind are said of the text of a letter; a JSON record says it in "data"',
    );
  const envelope = isJson
    ? await readEnvelope(file, letterText(bytes).replace(/^\uFEFF/u, ''))
    : await envelopeOfLetter(file, bytes, flags);
  if (envelope === undefined) {
    printLines(['Nothing was recorded.']);
    return 1;
  }
  const client = await connect({ roles: rolesFor(envelope), subject: flags.as });
  const before = await ledgerSize(client).catch(() => undefined);
  const written = await write(client, envelope, keyOf(envelope, bytes)).catch(sayWhoElse);
  const recorded = { ...written, alreadyOnRecord: stoodBefore(written.events, before) };
  await client
    .text(`/v1/addressees?atLeast=${Math.max(0, ...recorded.events.map(({ position }) => position))}`)
    .catch(() => '');
  if (flags.json) printJson(recorded);
  else printLines([...recordedWords(recorded), ...(await lateSilence(client, recorded.events))]);
  return 0;
}

/** The role that records the type, and one that may look up what the record leaves to the ledger. */
const rolesFor = ({ type }: Envelope): Role[] =>
  [...new Set<Role>([...recordedBy(type), 'mandate_clerk'])].filter(isPerson);

/** The same content has the same key, whoever records it from wherever. */
function keyOf({ type, attachments }: Envelope, bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes);
  for (const attachment of attachments) hash.update(createHash('sha256').update(attachment.bytes).digest());
  return `record:${type}:${hash.digest('hex')}`;
}

async function write(client: LedgerClient, envelope: Envelope, key: string): Promise<Written> {
  const { type, references } = envelope;
  const concerned = await withReply(client, await withAllegation(client, envelope));
  const address = addressOf(type, concerned);
  const data = await completed(client, type, await withDocuments(client, concerned), concerned);
  const answer = await client.write<Written>({ ...address, key, body: bodyOf(type, data, concerned) });
  const [reference] = references;
  const events = answer.events.map(lineOf);
  return { ...(reference === undefined ? {} : { reference: answer.reference ?? reference }), events };
}

const lineOf = ({ eventId, type, stream, revision, position, time }: RecordedLine): RecordedLine => ({
  ...{ eventId, type, stream, revision, position, time },
});

/**
 * The payload with its documents uploaded; types that list documents list none when there are none. A press release has one, which
 * everyone may see.
 */
async function withDocuments(client: LedgerClient, { type, data, attachments }: Envelope): Promise<JsonObject> {
  const lists = listsDocuments(type);
  if (attachments.length === 0) return data['documents'] === undefined && lists ? { ...data, documents: [] } : data;
  const documents: JsonObject[] = [];
  for (const { name, mediaType, bytes } of attachments)
    documents.push({ ...(await client.upload(bytes)), name, mediaType });
  if (lists) return { ...data, documents };
  const [{ digest = '', mediaType = '' } = {}, ...others] = documents;
  if (!type.startsWith('PressRelease') || others.length > 0)
    throw new LedgerError('BODY_INVALID', { path: 'documents', reason: `not what a ${type} holds` });
  return { ...data, rendition: { digest, bytes: attachments[0]?.bytes.length ?? 0, mediaType } };
}

const listsDocuments = (type: EventName): boolean => slotsOf(type, catalogue[type].ver).includes('documents/*/digest');

/** Who proposed does not approve: the refusal says who may, and not what to type. */
function sayWhoElse(error: unknown): never {
  if (!(error instanceof LedgerError) || error.code !== 'FOUR_EYES') throw error;
  const reason = "record it as somebody else (--as NAME; where LEDGER_TOKEN is set, with that person's)";
  throw new LedgerError('FOUR_EYES', [...error.details, { reason }], { cause: error });
}

/** Each event on lines of its own: ids and names of streams are longer than any column. */
function recordedWords({ reference, events, alreadyOnRecord }: Recorded): string[] {
  const rows = events.map(({ type, position, time, stream, revision, eventId }) => [
    ...[type, `${position}`, instantWords(time), eventId, `${stream}, revision ${revision}`],
  ]);
  return [
    headingOf({ events, alreadyOnRecord }) + (reference === undefined ? '' : `: ${reference}`),
    ...rows.flatMap((row) => ['', ...labelled(['What', 'No.', 'Recorded', 'Event', 'Stream'], row)]),
  ];
}

const headingOf = ({ events: [first], alreadyOnRecord }: Recorded): string =>
  alreadyOnRecord && first !== undefined ? `Already on record since ${instantWords(first.time)}` : 'On record';
