export { mayBelongToFile } from './addressee-file.js';
export { type AuditEntry } from './audit-trail.projection.js';
export { type CommunicationKey, communicationKey, communicationStream, printedReference } from './communication-key.js';
export {
  communicationStatus,
  type CommunicationStatus,
  countedVersion,
  letterState,
  type LetterState,
  type LetterVersion,
  type ReplyRecord,
  replyState,
  type ReplyState,
} from './communication-status.projection.js';
export { erasures, type Erasures } from './erasures.projection.js';
export { factsOf } from './facts.js';
export type { FileSource } from './file-outline.js';
export { LedgerTally } from './ledger-tally.js';
export { type LateDispatch, type LetterWarning, warningsOn } from './late-dispatch.js';
export { trackOf } from './letter-track.js';
export {
  type Deadline,
  type Deadlines,
  isOpen,
  type LetterObligations,
  type NextAct,
  type Obligation,
  type ObligationKind,
  obligations,
} from './obligations.projection.js';
export { actorAddressed, actorLettersOf } from './other-actor.js';
export { occurredOn, type OccurredOn, type Precision, readOccurredOn } from './occurred-on.js';
export { obligationsOn } from './obligations-on-day.js';
export { type AsAt, figureEventOf } from './figures/figure-events.projection.js';
export type { Figure, Share } from './figures/figure.js';
export { labelledFigures, shareWords } from './figures/labels.js';
export type { Breakdown } from './figures/breakdowns.js';
export type { YearFigures } from './figures/year-figures.js';
export { fold, type Projection } from './projection.js';
export { replayed, type ReplayedEvent } from './replay.js';
export { type CommunicationsReport, communicationsReport } from './report/communications-report.js';
export { type DraftOnRecord, draftsOf, standingDraft } from './report/drafts.js';
export type { ListedLetter } from './report/own-procedures.js';
export type { PrintedAddressee, PrintedReply, PrintedRow, PrintedWith } from './report/printed-rows.js';
export { type StatisticsReport, statisticsReport } from './report/statistics-report.js';
export { erasedMark, sealedMark, withSealedMarks } from './sealed.js';
export { sentence } from './sentence.js';
export {
  inTimelineOrder,
  labelOf,
  timelineEntry,
  type TimelineEntry,
  withCorrections,
  withErrors,
} from './state-timeline.projection.js';
export { type LongView, longViewFiles, viewFiles } from './views.js';
