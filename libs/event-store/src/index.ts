export type { Command, Draft, View } from './command.js';
export { keepEmbeddedPostgres } from './embedded-keeper.js';
export {
  createDatabase,
  type EmbeddedOptions,
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from './embedded-postgres.js';
export { eventOf } from './event-of.js';
export { type AppendOutcome, type Entry, EventStore, pageSize } from './event-store.js';
export { type Founding, foundingOf } from './founding.js';
export { compareWithGuard, Guard, rememberedBy, rootOf, storeIsAnother } from './guard.js';
export { leafOf, leafPages } from './leaves.js';
export { eventStoreAddress, indexedAddress, openEventStore } from './open-event-store.js';
export { wholeStream } from './pages.js';
export { openPostgresEventStore, type PostgresOptions } from './postgres-event-store.js';
export { Writer, type WriterOptions } from './writer.js';
