import { type EventName, parseReference, type ReferenceKey, referenceKey } from '#libs/domain';
import { canonicalJson, type Json, type JsonObject, LedgerError } from '#libs/ledger';

import { namesLetters, recordTypeOf, type Thing } from './record-types.js';

/** What a record is about. */
export type Concerned = { readonly [T in Thing]?: string | undefined } & {
  /** References of letters; a reply may answer several. */
  readonly references: readonly string[];
};

/** Where a record is sent. */
interface Address {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
}

/** Method and path of the write; `BODY_INVALID` for a type that is not recorded from a file, or that lacks what it is about. */
export function addressOf(type: EventName, concerned: Concerned): Address {
  const { method, path, about } = recordTypeOf(type);
  return { method: method === 'PUT' ? 'PUT' : 'POST', path: pathOf(path, about, concerned) };
}

function pathOf(path: string, about: Thing | 'reference' | undefined, concerned: Concerned): string {
  if (about === undefined) return path;
  if (about !== 'reference') return path.replace(/:\w+/, () => idOf(concerned, about));
  const { code, serial, year } = letterOf(concerned);
  return path.replace(':code/:serial/:year', `${code}/${serial}/${year}`);
}

/**
 * The body of the write: the payload with what the record names beside it, where the body holds that; a reply that is named by the path
 * alone does not stand in it. `BODY_INVALID` when payload and record name different things.
 */
export function bodyOf(type: EventName, data: JsonObject, concerned: Concerned): JsonObject {
  const recordType = recordTypeOf(type);
  const { about, holds } = recordType;
  const { references, reply } = concerned;
  if (namesLetters(recordType) && references.length > 0) return joined(data, 'answers', references);
  if (about !== 'reference' && holds.includes('reference') && references.length > 0)
    return joined(data, 'reference', referenceKey(letterOf(concerned)));
  if (reply === undefined) return data;
  if (holds.includes('reply')) return joined(data, 'reply', reply);
  return Object.fromEntries(Object.entries(joined(data, 'reply', reply)).filter(([name]) => name !== 'reply'));
}

function joined(data: JsonObject, member: string, value: Json): JsonObject {
  const stated = data[member];
  if (stated !== undefined && canonicalJson(stated) !== canonicalJson(value))
    throw new LedgerError('BODY_INVALID', { path: member, reason: `"data" has another ${member} than the record` });
  return { ...data, [member]: value };
}

/** The one letter that a record is about. */
export function letterOf({ references }: Pick<Concerned, 'references'>): ReferenceKey {
  const [reference, ...others] = references;
  if (reference === undefined || others.length > 0)
    throw new LedgerError('BODY_INVALID', { path: 'reference', reason: 'must name the one letter it is about' });
  return parseReference(reference);
}

function idOf(concerned: Concerned, member: Thing): string {
  const id = concerned[member];
  if (id === undefined)
    throw new LedgerError('BODY_INVALID', { path: member, reason: 'must be the id of what the record is about' });
  return encodeURIComponent(id);
}
