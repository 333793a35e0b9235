export { describeEventStore } from './event-store-contract.js';
export { FixedClock, SeededEntropy } from './fixed.js';
export { freshDatabase } from './postgres.js';
export { MemorySigner, sampleDraft, sampleEntry, sampleId } from './samples.js';
export { payloadExamples } from './payload-examples.js';
export { recorded, type Recorded } from './recorded.js';
export { eventId, type Fact, given, history, type Outcome, refusal } from './specification.js';
export { auditorParts, readerParts } from './small-bundle.js';
export { type Recorded, type SmallEntry, SmallLedger } from './small-ledger.js';
