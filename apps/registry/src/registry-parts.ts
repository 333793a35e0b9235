import { AccessRequestsController } from './access/access-requests.controller.js';
import { AccessRequests } from './access/access-requests.js';
import { Exports } from './access/exports.js';
import { AllegationCourse } from './allegations/allegation-course.js';
import { AllegationOwners } from './allegations/allegation-owners.js';
import { AllegationTexts } from './allegations/allegation-texts.js';
import { AllegationsController } from './allegations/allegations.controller.js';
import { Allegations } from './allegations/allegations.js';
import { NamesInClear } from './allegations/names-in-clear.js';
import { RecordedTexts } from './allegations/texts-so-far.js';
import { BundleContents } from './bundles/bundle-contents.js';
import { BundleJobs } from './bundles/bundle-jobs.js';
import { BundleMaker } from './bundles/bundle-maker.js';
import { BundlesController } from './bundles/bundles.controller.js';
import { FollowUpsController } from './follow-ups/follow-ups.controller.js';
import { FollowUps } from './follow-ups/follow-ups.js';
import { HeadsKeeper } from './clock/heads-keeper.js';
import { CommunicationsController } from './communications/communications.controller.js';
import { CorrespondenceController } from './communications/correspondence.controller.js';
import { LetterActs } from './communications/letter-acts.js';
import { Actors } from './communications/actors.js';
import { Corrections } from './communications/corrections.js';
import { Letters } from './communications/letters.js';
import { Numbering } from './communications/numbering.js';
import { DocumentsController } from './documents/documents.controller.js';
import { SealedDocuments } from './documents/sealed-documents.js';
import { Staging } from './documents/staging.js';
import { LetterHistories } from './imports/letter-histories.js';
import { LetterHistoryController } from './imports/letter-history.controller.js';
import { HandlingController } from './handling/handling.controller.js';
import { OpeningsController } from './openings/openings.controller.js';
import { Openings } from './openings/openings.js';
import { ApprovedRenditions } from './publication/approved-renditions.js';
import { PublicShelf } from './publication/public-shelf.js';
import { KeysController } from './ledger/keys.controller.js';
import { OperatorActs } from './ledger/operator-acts.js';
import { Operator } from './ledger/operator.js';
import { PressReleasesController } from './press-releases/press-releases.controller.js';
import { PressReleases } from './press-releases/press-releases.js';
import { PublicRenditions } from './press-releases/public-renditions.js';
import { PublicationController } from './publication/publication.controller.js';
import { Publications } from './publication/publications.js';
import { Registrar } from './registrar.js';
import { Confirmations } from './readings/confirmations.js';
import { LetterReader } from './readings/letter-reader.js';
import { ReadingsController } from './readings/readings.controller.js';
import { Readings } from './readings/readings.js';
import { RepliesController } from './replies/replies.controller.js';
import { ReplyLetters } from './replies/reply-letters.js';
import { ReplyPublicationController } from './replies/reply-publication.controller.js';
import { Withholding } from './replies/withholding.js';
import { ReportDrafts } from './reports/report-drafts.js';
import { ReportsController } from './reports/reports.controller.js';
import { Reports } from './reports/reports.js';
import { SealedFields } from './sealed-fields.js';
import { AgencyReach } from './submissions/agency-reach.js';
import { Intake } from './submissions/intake.js';
import { SubmissionReading } from './submissions/submission-reading.js';
import { SubmissionsController } from './submissions/submissions.controller.js';
import { Submissions } from './submissions/submissions.js';
import { SubmittedActs } from './submissions/submitted-acts.js';
import { KeyUses } from './subjects/key-uses.js';
import { SamePerson } from './subjects/same-person.js';
import { Shredding } from './subjects/shredding.js';
import { SubjectsController } from './subjects/subjects.controller.js';
import { Subjects } from './subjects/subjects.js';

/** The routes of the registry, a folder each. */
export const controllers = [
  AccessRequestsController,
  AllegationsController,
  BundlesController,
  CommunicationsController,
  DocumentsController,
  CorrespondenceController,
  HandlingController,
  FollowUpsController,
  KeysController,
  LetterHistoryController,
  OpeningsController,
  PressReleasesController,
  PublicationController,
  ReadingsController,
  RepliesController,
  ReplyPublicationController,
  ReportsController,
  SubjectsController,
  SubmissionsController,
];

/** What stands behind the routes; the adapters they need are provided beside them. */
export const services = [
  AccessRequests,
  AgencyReach,
  AllegationCourse,
  AllegationOwners,
  AllegationTexts,
  Allegations,
  ApprovedRenditions,
  BundleContents,
  BundleJobs,
  BundleMaker,
  Confirmations,
  Exports,
  FollowUps,
  HeadsKeeper,
  Intake,
  LetterActs,
  LetterHistories,
  LetterReader,
  Actors,
  Corrections,
  Letters,
  NamesInClear,
  RecordedTexts,
  Numbering,
  Openings,
  Operator,
  OperatorActs,
  PressReleases,
  PublicRenditions,
  Publications,
  PublicShelf,
  Readings,
  Registrar,
  ReplyLetters,
  ReportDrafts,
  Reports,
  SealedDocuments,
  SealedFields,
  KeyUses,
  SamePerson,
  Shredding,
  Staging,
  Subjects,
  SubmissionReading,
  Submissions,
  SubmittedActs,
  Withholding,
];
