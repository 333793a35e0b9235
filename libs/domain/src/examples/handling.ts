import type { Payload } from '../catalogue.js';
import type { DocumentEntry } from '../document-entry.js';
import type { EventTypeOf } from '#libs/ledger';

const document: DocumentEntry = {
  file: '9a'.repeat(32),
  bytes: 2100,
  digest: 'bc'.repeat(32),
  name: 'translation.txt',
  mediaType: 'text/plain',
};
const id = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;
const mandate = 'Special Rapporteur on the situation of human rights in Cambodia';

type Told = Exclude<EventTypeOf<'handling'>, 'RedactionProposed' | 'RedactionApproved'>;

/** The work on a letter, which staff alone read. */
export const handlingExamples: { readonly [T in Told]: Payload<T> } = {
  CaseAssigned: { on: '2025-03-11', unit: mandate, assignee: 'Dee Example' },
  SummaryApproved: {
    on: '2025-05-02',
    summary: { language: 'en', text: 'Alleged trafficking in persons; the letter asks fifteen questions.' },
  },
  PublicationHeld: { on: '2025-05-03', reason: 'person_at_risk', reviewOn: '2025-06-03' },
  PublicationHoldLifted: { on: '2025-06-03', hold: id(1) },
  ReplyTranslated: { on: '2025-05-20', reply: id(1), language: 'fr', documents: [document] },
  ReplyAssessed: {
    on: '2025-06-01',
    reply: id(1),
    mandate,
    assessment: { grade: 'partial', manner: 'unsubstantiated_denial' },
  },
  AnswerCoverageRecorded: {
    on: '2025-06-01',
    reply: id(1),
    mandate,
    text: 'de'.repeat(32),
    answers: [{ question: 1, judgement: 'partly', quotes: [{ start: 120, end: 240 }] }],
  },
  ReplySharedWithSource: { on: '2025-06-10', reply: id(1), form: 'translation' },
};
