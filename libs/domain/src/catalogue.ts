import {
  canonicalJson,
  type Catalogue,
  type EventDeclaration,
  type EventTypeOf,
  type Role,
  type StreamKind,
} from '#libs/ledger';
import { accessEvents } from './access/access.events.js';
import { allegationEvents } from './allegation/allegation.events.js';
import { communicationEvents } from './communication/communication.events.js';
import type { PayloadOf, ProposedOf, RecordedOf } from './event-types.js';
import { followUpEvents } from './follow-up/follow-up.events.js';
import { handlingEvents } from './handling/handling.events.js';
import { ledgerHeadsEvents, ledgerKeysEvents, ledgerPolicyEvents } from './ledger/ledger.events.js';
import { reportEvents } from './report/report.events.js';
import { pressReleaseEvents } from './press-release/press-release.events.js';
import { sealedPaths } from './sealed.js';
import { subjectEvents } from './subject/subject.events.js';

/** Types that stand in more than one stream kind of the vocabulary. A spread keeps the last silently, so there must be none. */
type TypesOfTwoKinds = { [K in StreamKind]: Extract<EventTypeOf<K>, EventTypeOf<Exclude<StreamKind, K>>> }[StreamKind];

/** Every event type the registry records. All that is listed elsewhere derives from these lines. */
export const catalogue = {
  ...allegationEvents,
  ...communicationEvents,
  ...handlingEvents,
  ...reportEvents,
  ...pressReleaseEvents,
  ...followUpEvents,
  ...accessEvents,
  ...subjectEvents,
  ...ledgerPolicyEvents,
  ...ledgerKeysEvents,
  ...ledgerHeadsEvents,
} as const satisfies [TypesOfTwoKinds] extends [never] ? Catalogue : never;

export type EventName = keyof typeof catalogue;
export type Payload<T extends EventName> = PayloadOf<(typeof catalogue)[T]>;
/** Any event to be recorded; a union over the catalogue. */
export type LedgerEvent = ProposedOf<typeof catalogue>;
/** Any recorded event of a known type, clear fields only; a union over the catalogue. */
export type KnownEvent = RecordedOf<typeof catalogue>;

export const isEventName = (type: string): type is EventName => Object.hasOwn(catalogue, type);

/** The catalogue's line of a type, or `undefined` for one this software does not know. */
export const declarationOf = (type: string): EventDeclaration | undefined =>
  isEventName(type) ? catalogue[type] : undefined;

/** Sealed fields of a type and version with `*` for an array index, in byte order; empty when it has none or is not known. */
export function slotsOf(type: string, version: number): readonly string[] {
  const declared = declarationOf(type);
  return declared?.ver === version ? sealedPaths(declared.payload) : [];
}

/** `slots.json` (design page 7.2): JCS `{"<Type>/<ver>":["<path>",…]}` of every type that seals something. */
export function slotsJson(): string {
  const entries = Object.entries(catalogue).map(([type, { ver }]) => [`${type}/${ver}`, slotsOf(type, ver)] as const);
  return canonicalJson(Object.fromEntries(entries.filter(([, paths]) => paths.length > 0)));
}

/** Every type in the version in which it is recorded, `<Type>/<ver>`. */
export const kinds = (): readonly string[] => Object.entries(catalogue).map(([type, { ver }]) => `${type}/${ver}`);

/** The roles that may record a type; none for an unknown one. */
export const recordedBy = (type: string): readonly Role[] => declarationOf(type)?.recordedBy ?? [];
