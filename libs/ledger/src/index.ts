export {
  type Catalogue,
  type CatalogueOf,
  type EventDeclaration,
  type PayloadClass,
  schemaAnnotation,
} from './catalogue.js';
export { type ErrorCode, type ErrorDetail, type ErrorKind, errorTable, LedgerError } from './errors.js';
export type { Actor, ProposedEvent, RecordedEvent } from './event.js';
export { canonicalJson, isCanonicalJson, isJsonObject, type Json, type JsonObject, parseJson } from './json.js';
export { Clock, Entropy } from './ports.js';
export { isRole, type Role, roles } from './roles.js';
export {
  type EventType,
  type EventTypeOf,
  headsStream,
  isOtherActor,
  isStreamName,
  keysStream,
  otherActorCode,
  policyStream,
  type StreamKind,
  streamKind,
  vocabulary,
} from './streams.js';
