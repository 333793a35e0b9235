import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';

import { type EventName, isEventName } from '#libs/domain';
import { isJsonObject, type Json, type JsonObject, LedgerError } from '#libs/ledger';

import { jsonIn } from '../terminal/files.js';
import { ownCall } from '../terminal/own-call.js';
import { recordTypeOf, things } from './record-types.js';
import type { Concerned } from './requests.js';

/** A document beside a record, with its bytes. */
export interface Attachment {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** A JSON record: an event type and its payload, the letters or the thing it belongs to, and the documents it comes with. */
export interface Envelope extends Concerned {
  readonly type: EventName;
  readonly data: JsonObject;
  readonly attachments: readonly Attachment[];
}

/** Reads a JSON record; documents are found beside the file. `JSON_INVALID`, `BODY_INVALID` with the member at fault. */
export async function readEnvelope(file: string, text: string): Promise<Envelope> {
  const value = jsonIn(file, text);
  if (!isJsonObject(value)) throw fault('', `a record is an object with "type" and "data"; ${seeTypes()}`);
  const { type, data, reference, answers, documents = [] } = value;
  if (typeof type !== 'string' || !isEventName(type))
    throw fault('type', `not an event type of this ledger; ${seeTypes()}`);
  refuseUnused(type, value);
  if (!isJsonObject(data)) throw fault('data', 'the payload of the event, an object');
  const ids = Object.fromEntries(things.map((thing) => [thing, idIn(value, thing)]));
  if (!Array.isArray(documents)) throw fault('documents', 'a list of {"path", "mediaType"}');
  if (documents.length > 0 && data['documents'] !== undefined)
    throw fault('documents', 'they stand in "data", too, and only one of the two can be meant');
  const references = texts('answers', answers ?? (reference === undefined ? [] : [reference]));
  const attachments = await Promise.all(
    documents.map((each, index) => attachment(file, each as Json, `documents/${index}`)),
  );
  return { ...ids, type, data, references, attachments };
}

/** What a record names and its type does not use would be dropped without a word, and something else recorded than was meant. */
function refuseUnused(type: EventName, value: JsonObject): void {
  const { needs, may } = recordTypeOf(type);
  const used = ['type', ...needs.flat(), 'data', ...may];
  const unused = Object.keys(value).find((name) => !used.includes(name));
  if (unused !== undefined) throw fault(unused, `not a member of a record of ${type}, which takes ${used.join(', ')}`);
  if (value['answers'] !== undefined && value['reference'] !== undefined)
    throw fault('reference', 'the letters stand in "answers", or the only one as "reference", not in both');
}

const seeTypes = (): string => `"${ownCall()} record --types" lists the types that a file may hold`;

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
