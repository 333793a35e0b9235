import type { Payload } from '../catalogue.js';
import type { DocumentEntry } from '../document-entry.js';
import type { EventTypeOf } from '#libs/ledger';

const document: DocumentEntry = {
  file: '34'.repeat(32),
  bytes: 4321,
  digest: '56'.repeat(32),
  name: 'note.txt',
  mediaType: 'text/plain',
};
const rendition = { digest: '78'.repeat(32), bytes: 3000, mediaType: 'text/plain' };
const id = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;
const mandate = 'Special Rapporteur on the situation of human rights in Cambodia';

type Told = Exclude<
  EventTypeOf<'communication'>,
  | 'LetterSent'
  | 'DispatchConfirmed'
  | 'ReplyReceived'
  | 'ResponseWindowElapsed'
  | 'ConfidentialityWindowElapsed'
  | 'LetterPublished'
  | 'LetterCorrected'
>;

/** What happens to a letter once it is sent, beside its first reply and its publication. */
export const communicationExamples: { readonly [T in Told]: Payload<T> } = {
  ReminderSent: { on: '2025-05-12', channel: 'note verbale' },
  FurtherInformationRequested: {
    on: '2025-07-01',
    reply: id(2),
    questions: [{ number: 1, text: 'Please state how many investigations were opened.', asks: 1 }],
    replyAskedBy: '2025-08-30',
    documents: [document],
  },
  AddresseeNotified: { on: '2025-12-01', notice: 'closed', channel: 'note verbale', documents: [document] },
  ReplyPublished: {
    on: '2025-06-20',
    reply: id(2),
    rendition,
    summary: { language: 'en', text: 'The Government describes the measures it has taken.' },
    released: [{ event: id(2), digests: ['5xfNcuplB_MxJYsvVVPYtOxBf2kI23PjzT4sPScdI1M'] }],
    approval: id(6),
  },
  ReplyWithheld: { on: '2025-06-20', reply: id(2), reason: 'person_at_risk', contents: ['56'.repeat(32)] },
  EvaluationPublished: {
    on: '2025-09-01',
    reply: id(2),
    mandate,
    judgements: [{ question: 1, judgement: 'partly' }],
    assessment: { grade: 'partial', manner: 'obstructive_formalism' },
  },
  RenditionReplaced: { on: '2025-06-25', publication: id(4), rendition, reason: 'accessibility', approval: id(7) },
  PublicationWithdrawn: {
    on: '2025-06-26',
    publication: id(4),
    extent: 'publication',
    withdrawn: [{ event: id(0), digests: ['5xfNcuplB_MxJYsvVVPYtOxBf2kI23PjzT4sPScdI1M'] }],
    reason: 'person_at_risk',
    reviewOn: '2025-12-31',
  },
  LettersLinked: { on: '2025-03-12', reference: 'KHM 2/2022', relation: 'earlier' },
  IncludedInReport: { on: '2025-09-15', report: 'HRC60', section: 'A' },
  RecordedInError: { on: '2025-03-20', event: id(1), reason: 'Recorded with the wrong letter.' },
  ReferenceVoided: { on: '2025-03-20', reason: 'Sent twice under two numbers.', replacedBy: 'KHM 2/2025' },
};
