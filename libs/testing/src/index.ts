export { describeEventStore } from './event-store-contract.js';
export { aboutLetter, type Forgery, type ForgedFor, foundIn, withFile } from './forgery.js';
export { elect, KurrentDouble } from './kurrent-double.js';
export { type Kafka, startKafka } from './kafka.js';
export type { BrokerOptions, KafkaUser } from './kafka/broker-settings.js';
export { describeKafkaClient } from './kafka-contract.js';
export { KafkaCluster } from './kafka/kafka-cluster.js';
export { kafkaTools } from './kafka/tools.js';
export { startKurrentDb } from './kurrentdb.js';
export { makeTestCertificates, type TestCertificates } from './test-certificates.js';
export { FixedClock, SeededEntropy } from './fixed.js';
export { freshDatabase } from './postgres.js';
export { asLogin, PrivatePostgres, runSql } from './private-postgres.js';
export { MemorySigner, sampleDraft, sampleEntry, sampleId } from './samples.js';
export {
  ann,
  bo,
  handlingStream,
  khm,
  letterFile,
  letterStream,
  publishedLetter,
  told,
  worked,
} from './letter-facts.js';
export { payloadExamples } from '#libs/domain';
export { pastError, pastLetter, pastReply } from './past-letters.js';
export { type PastEvent, recorded } from './recorded.js';
export { clearFields, eventId, type Fact, given, history, type Outcome, refusal } from './specification.js';
export { auditorParts, readerParts, withManifest } from './small-bundle.js';
export { type Recorded, type SmallEntry, SmallLedger } from './small-ledger.js';
export { letterSlots, smallStory, type SmallStory } from './small-story.js';
export { seedLetter } from './letters.js';
export { pdfOf, type PdfOptions } from './pdf-of.js';
export { type Message, type SubmitsTo, SubmittingAgency, type ToSubmit } from './submitting-agency.js';
export { type Answer, Caller, LedgerProcess, temporaryHome } from './running-ledger.js';
export { type Stated, Statements } from './statements.js';
export { startChromium } from './chromium.js';
export { bundleFrom } from './bundle-from.js';
export { checkedByHand, checkedInOneShell } from './by-hand.js';
export { storedEntries } from './stored-entries.js';
export { WitnessServer } from './witness-server.js';
