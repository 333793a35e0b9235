import type { CatalogueOf } from '#libs/ledger';
import { AllegationReceived } from './allegation-received.js';
import { AllegationAssessed, AllegationClosed, AllegationMerged } from './assessment.js';
import { ConsentChanged, FurtherInformationReceived, SourceCommentReceived } from './further-information.js';
import { AllegationLinked, TextRestated } from './link.js';
import { ReprisalReported, ReprisalRiskReviewed } from './reprisal.js';

export const allegationEvents = {
  AllegationReceived: {
    payload: AllegationReceived,
    ver: 1,
    recordedBy: ['intake_officer', 'importer', 'partner_agency'],
    sentence: 'Allegation received',
    icon: 'allegation',
  },
  AllegationLinked: {
    payload: AllegationLinked,
    ver: 1,
    recordedBy: ['assessor', 'drafter', 'mandate_clerk'],
    sentence: 'Allegation linked to the letter {reference}',
    icon: 'link',
  },
  TextRestated: {
    payload: TextRestated,
    ver: 1,
    recordedBy: ['protection_focal_point'],
    sentence: 'Text restated without one person',
    icon: 'restatement',
  },
  FurtherInformationReceived: {
    payload: FurtherInformationReceived,
    ver: 1,
    recordedBy: ['intake_officer', 'importer', 'partner_agency'],
    sentence: 'Further information received',
    icon: 'information',
  },
  ConsentChanged: {
    payload: ConsentChanged,
    ver: 1,
    recordedBy: ['intake_officer', 'protection_focal_point', 'importer'],
    sentence: 'Consent of one person changed',
    icon: 'consent',
  },
  ReprisalReported: {
    payload: ReprisalReported,
    ver: 1,
    recordedBy: ['intake_officer', 'protection_focal_point'],
    sentence: 'Alleged reprisal reported',
    icon: 'reprisal',
  },
  ReprisalRiskReviewed: {
    payload: ReprisalRiskReviewed,
    ver: 1,
    recordedBy: ['protection_focal_point'],
    sentence: 'Risk of reprisals reviewed: {reprisalRisk}',
    icon: 'risk',
  },
  SourceCommentReceived: {
    payload: SourceCommentReceived,
    ver: 1,
    recordedBy: ['intake_officer', 'importer'],
    sentence: 'Source commented on the reply to {reference}',
    icon: 'comment',
  },
  AllegationAssessed: {
    payload: AllegationAssessed,
    ver: 1,
    recordedBy: ['assessor'],
    sentence: 'Allegation assessed: {decision}',
    icon: 'assessment',
  },
  AllegationMerged: {
    payload: AllegationMerged,
    ver: 1,
    recordedBy: ['assessor'],
    sentence: 'Allegation merged into another',
    icon: 'merger',
  },
  AllegationClosed: {
    payload: AllegationClosed,
    ver: 1,
    recordedBy: ['assessor'],
    sentence: 'Allegation closed ({reason})',
    icon: 'closure',
  },
} as const satisfies CatalogueOf<'allegation'>;
