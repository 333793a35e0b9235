import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';

import { type EventName, isEventName } from '#libs/domain';
import { isJsonObject, type Json, type JsonObject, LedgerError, parseJson } from '#libs/ledger';

/** A document beside a record, with its bytes. */
export interface Attachment {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** A JSON record: an event type and its payload, the letters or allegation it belongs to, and the documents it comes with. */
export interface Envelope {
  readonly type: EventName;
  readonly data: JsonObject;
  /** References of letters; a reply may answer several. */
  readonly references: readonly string[];
  /** Ids of what the record is about. */
  readonly allegation: string | undefined;
  readonly release?: string | undefined;
  readonly followUp?: string | undefined;
  readonly subject?: string | undefined;
  readonly reply?: string | undefined;
  /** `HRC60-communications`. */
  readonly report?: string | undefined;
  readonly attachments: readonly Attachment[];
}

const things = ['allegation', 'release', 'followUp', 'subject', 'reply', 'report'] as const;
const members = ['type', 'data', 'reference', 'answers', ...things, 'documents'];

/** Reads a JSON record; documents are found beside the file. `JSON_INVALID`, `BODY_INVALID` with the member at fault. */
export async function readEnvelope(file: string, text: string): Promise<Envelope> {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw fault('', 'a record is an object with "type" and "data"');
  const unknown = Object.keys(value).find((name) => !members.includes(name));
  if (unknown !== undefined) throw fault(unknown, `not a member of a record; they are ${members.join(', ')}`);
  const { type, data, reference, answers, documents = [] } = value;
  if (typeof type !== 'string' || !isEventName(type)) throw fault('type', 'not an event type of this ledger');
  if (!isJsonObject(data)) throw fault('data', 'the payload of the event, an object');
  const ids = Object.fromEntries(things.map((thing) => [thing, idIn(value, thing)]));
  if (!Array.isArray(documents)) throw fault('documents', 'a list of {"path", "mediaType"}');
  const references = texts('answers', answers ?? (reference === undefined ? [] : [reference]));
  const attachments = await Promise.all(
    documents.map((each, index) => attachment(file, each as Json, `documents/${index}`)),
  );
  return { allegation: undefined, ...ids, type, data, references, attachments };
}

function idIn(value: JsonObject, thing: string): string | undefined {
  const id = value[thing];
  if (id !== undefined && typeof id !== 'string') throw fault(thing, 'an id');
  return id;
}

async function attachment(record: string, entry: Json, place: string): Promise<Attachment> {
  const { path, mediaType = 'application/octet-stream', name } = isJsonObject(entry) ? entry : {};
  if (typeof path !== 'string' || typeof mediaType !== 'string') throw fault(place, '{"path", "mediaType"}');
  if (name !== undefined && typeof name !== 'string') throw fault(`${place}/name`, 'a text');
  try {
    const bytes = await readFile(resolve(dirname(record), path));
    return { name: name ?? basename(path), mediaType, bytes };
  } catch (cause) {
    throw new LedgerError(
      'DOCUMENT_UNKNOWN',
      { path: `${place}/path`, reason: `${path}: the file cannot be read` },
      { cause },
    );
  }
}

function texts(path: string, value: Json): string[] {
  const list = Array.isArray(value) ? (value as readonly Json[]) : [];
  const found = list.filter((item) => typeof item === 'string');
  if (!Array.isArray(value) || found.length < list.length)
    throw fault(path, 'references of letters, such as "KHM 1/2025"');
  return found;
}

const fault = (path: string, reason: string): LedgerError => new LedgerError('BODY_INVALID', { path, reason });
