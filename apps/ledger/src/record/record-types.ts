import { recordingRoutes, type RecordingRoute } from '#apps/registry';
import { type EventName, recordedBy } from '#libs/domain';
import { type JsonObject, LedgerError, type Role } from '#libs/ledger';
import { Schemas } from '#libs/service';

import { ownCall } from '../terminal/own-call.js';

/** The parts of a path that name what an act is about, if that is no letter, and the member of a record that says which. */
const folders = {
  allegations: 'allegation',
  'press-releases': 'release',
  'follow-ups': 'followUp',
  subjects: 'subject',
  replies: 'reply',
  reports: 'report',
} as const;

/** What an act is about, if it is not a letter. */
export type Thing = (typeof folders)[keyof typeof folders];
export const things: readonly Thing[] = Object.values(folders);

/** A member of a record beside its type and payload. */
export type Member = Thing | 'reference' | 'answers' | 'documents';
export const members: readonly Member[] = ['reference', 'answers', ...things, 'documents'];

/** A type of event that a file may hold: where it is sent, and what its record names. It all follows from the route that records it. */
export interface RecordType extends RecordingRoute {
  /** What its path names; undefined where it names nothing. */
  readonly about: Thing | 'reference' | undefined;
  /** The members of the body. */
  readonly holds: readonly string[];
  /** What a record names beside its payload; of each, one of these members. */
  readonly needs: readonly (readonly Member[])[];
  /** What it may name. */
  readonly may: readonly Member[];
}

/** What only the ledger knows, and a record may leave out. */
export const filledIn: { readonly [T in EventName]?: string } = {
  RedactionProposed: 'letter',
  LetterCorrected: 'corrects',
  RedactionApproved: 'proposal',
};

/** Whether it is people who act in the role. */
export const isPerson = (role: Role): boolean => role !== 'clock' && role !== 'operator' && role !== 'importer';

let known: ReadonlyMap<string, RecordType> | undefined;

/** Every type that a file may hold, in the order of the routes. */
export const recordTypes = (): readonly RecordType[] => [...all().values()];

/** The type's line; `BODY_INVALID` for one that is not recorded from a file. */
export function recordTypeOf(type: string): RecordType {
  const found = all().get(type);
  if (found !== undefined) return found;
  const reason = `${type} is not recorded from a file; "${ownCall()} record --types" lists what is`;
  throw new LedgerError('BODY_INVALID', { path: 'type', reason });
}

const all = (): ReadonlyMap<string, RecordType> =>
  (known ??= new Map(
    recordingRoutes()
      .filter(({ type }) => recordedBy(type).some(isPerson))
      .map((route) => [route.type, recordType(route)]),
  ));

function recordType(route: RecordingRoute): RecordType {
  const about = aboutOf(route.path);
  const holds = Object.keys(new Schemas('').object(route.body)['properties'] as JsonObject);
  return { ...route, about, holds, needs: needsOf(about, holds), may: mayOf(route.type, about, holds) };
}

function aboutOf(path: string): RecordType['about'] {
  if (path.includes('/:code/:serial/:year')) return 'reference';
  const [, folder] = /^\/v1\/([a-z-]+)\/:/.exec(path) ?? [];
  return folder === undefined ? undefined : folders[folder as keyof typeof folders];
}

/** Whether the body names the letters that are answered; what answers a question of a letter stands in a reply's path. */
export const namesLetters = ({ about, holds }: Pick<RecordType, 'about' | 'holds'>): boolean =>
  about === undefined && holds.includes('answers');

/** The path's thing; and the letters that a body names where the path does not. */
function needsOf(about: RecordType['about'], holds: readonly string[]): RecordType['needs'] {
  const inPath: readonly Member[] = about === 'reply' ? ['reply', 'reference'] : about === undefined ? [] : [about];
  const inBody: readonly Member[] = namesLetters({ about, holds })
    ? ['answers', 'reference']
    : about !== 'reference' && holds.includes('reference')
      ? ['reference']
      : [];
  return [inPath, inBody].filter(({ length }) => length > 0);
}

/** A redaction's approval holds no reply, but which redaction is meant depends on whether one is. */
function mayOf(type: EventName, about: RecordType['about'], holds: readonly string[]): Member[] {
  const isOfReply = about !== 'reply' && (holds.includes('reply') || type === 'RedactionApproved');
  const hasPapers = holds.includes('documents') || holds.includes('rendition');
  return [...(isOfReply ? (['reply'] as const) : []), ...(hasPapers ? (['documents'] as const) : [])];
}
