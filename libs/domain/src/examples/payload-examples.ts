import type { EventName, Payload } from '../catalogue.js';
import { foundingCodes } from '../reference-data/addressees.js';
import { accessExamples } from './access.js';
import { allegationExamples } from './allegation.js';
import { exampleDocument, exampleId } from './example.js';
import { followUpExamples } from './follow-up.js';
import { ledgerExamples } from './ledger.js';
import { pressReleaseExamples } from './press-release.js';
import { subjectExamples } from './subject.js';

import { communicationExamples } from './communication.js';
import { handlingExamples } from './handling.js';
import { reportExamples } from './report.js';

const document = exampleDocument;
const id = exampleId;

const letter: Payload<'LetterSent'> = {
  on: '2025-03-10',
  type: 'AL',
  addressee: { name: "His Excellency's Government of Cambodia", kind: 'state' },
  language: 'en',
  fileCodes: [],
  mandates: ['Special Rapporteur on the situation of human rights in Cambodia'],
  capacityMandates: [
    { mandate: 'Special Rapporteur on the situation of human rights in Cambodia', resolution: '54/36' },
  ],
  signatories: [{ name: 'Ann Example', capacity: 'Special Rapporteur on the situation of human rights in Cambodia' }],
  subject: 'Alleged trafficking in persons for forced criminality in online scam operations',
  themes: ['trafficking in persons'],
  questions: [{ number: 1, text: 'Please provide any additional information.', asks: 1 }],
  instruments: [
    {
      name: 'International Covenant on Civil and Political Rights',
      articles: ['6', '9(1)'],
      verb: 'ratified',
      on: '1992-05-26',
    },
    { name: 'Universal Declaration of Human Rights', articles: [], verb: 'none', on: null },
  ],
  documentsCited: [{ printed: 'CCPR/C/GC/36, para. 23', normalised: 'CCPR/C/GC/36', paragraphs: '23' }],
  upr: [{ on: '2024-07-16', numbers: ['139.74'], state: 'Portugal', position: 'supported' }],
  places: ['Sihanoukville'],
  statesMentioned: [
    { printed: 'Viet Nam', code: 'VNM', role: 'victims_origin' },
    { printed: 'Hong Kong Special Administrative Region', code: null, role: 'victims_origin' },
  ],
  allegedPerpetrators: [{ kind: 'criminal_group' }],
  businesses: [],
  earlierReferences: ['AL KHM 2/2022'],
  otherRecipients: [
    { printed: 'ASEAN', code: 'OTH' },
    { printed: 'Lao PDR', code: 'LAO' },
  ],
  interimMeasures: true,
  pressClause: true,
  publicationWindow: { days: 60, printed: 'within 60 days' },
  replyAskedBy: null,
  individuals: 'unspecified',
  restsOn: 'allegations',
  documents: [document],
};

/** One valid payload per event type; persons are invented. */
export const payloadExamples: { readonly [T in EventName]: Payload<T> } = {
  ...accessExamples,
  ...allegationExamples,
  ...followUpExamples,
  ...ledgerExamples,
  ...pressReleaseExamples,
  ...subjectExamples,
  LedgerFounded: {
    on: '2025-03-10',
    origin: 'ledger.example.org',
    codes: foundingCodes,
    promise: 'every signed statement is logged within 60 s',
  },
  PolicyAdopted: { on: '2025-03-10', file: 'confidentiality-al-ua.2018.json', digest: 'ef'.repeat(32) },
  KeyAdded: {
    on: '2025-03-10',
    kid: 'oVMXtQlU9diHm8IJm6VbG80ha6NAQZ-To8VXDvh0vOg',
    jwk: { crv: 'Ed25519', kty: 'OKP', x: 'kXzD9wB1S2mFwFhi4fo841VLjlCIeWPZYPp1TnRTab0' },
    purpose: 'issuer',
    proof: `eyJhbGciOiJFZDI1NTE5In0.bGVkZ2VyLWtleS8x.${'A'.repeat(86)}`,
  },
  HeadsRecorded: { on: '2025-05-10', audience: 'addressee', size: 14, keys: 2, policy: 1 },
  AllegationReceived: {
    on: '2025-02',
    channel: 'form',
    language: 'en',
    sourceKind: 'domestic_ngo',
    source: { name: 'Example Rights Group', contact: 'desk@example.org' },
    persons: [
      {
        id: 'p1',
        consent: { transmit: true, publish: false, press: false, share: true },
        particulars: { name: 'Bo Example', ageGroup: 'adult', gender: 'man', nationality: 'Viet Nam' },
      },
    ],
    allegedPerpetrators: [{ kind: 'criminal_group', names: ['Cy Example'] }],
    addressees: ['KHM'],
    places: ['Sihanoukville'],
    period: { from: '2021', to: null },
    themes: ['trafficking in persons'],
    narrative: 'The person is alleged to have been held in a compound.',
    reprisalRisk: 'high',
    documents: [document],
  },
  AllegationLinked: { on: '2025-03-10', reference: 'KHM 1/2025' },
  TextRestated: {
    on: '2025-06-01',
    restates: id(3),
    path: 'narrative',
    without: 's1',
    narrative: 'A person is alleged to have been held in a compound.',
  },
  LetterSent: letter,
  DispatchConfirmed: {
    on: '2025-03-10T15:30:00+01:00',
    channel: 'note verbale',
    recipientOffice: 'Permanent Mission in Geneva',
    documents: [document],
  },
  ReplyReceived: { on: '2025-05-02', kind: 'substantive', language: 'en', confidential: false, documents: [document] },
  ResponseWindowElapsed: { on: '2025-05-10', dueOn: '2025-05-09', policy: 'response-al.2011.json' },
  ConfidentialityWindowElapsed: { on: '2025-05-10', dueOn: '2025-05-09', policy: 'confidentiality-printed.2011.json' },
  LetterPublished: {
    on: '2025-05-12',
    rendition: { digest: '12'.repeat(32), bytes: 4000, mediaType: 'text/plain' },
    summary: { language: 'en', text: 'Alleged trafficking in persons; the letter asks fifteen questions.' },
    released: [{ event: id(0), digests: ['5xfNcuplB_MxJYsvVVPYtOxBf2kI23PjzT4sPScdI1M'] }],
    approval: id(5),
  },
  LetterCorrected: { ...letter, corrects: id(0), reason: 'The date was misread.', on: '2025-03-12' },
  RedactionProposed: { on: '2025-04-24', letter: id(0), documents: [document] },
  RedactionApproved: { on: '2025-04-25', proposal: id(1) },
  ...communicationExamples,
  ...handlingExamples,
  ...reportExamples,
  SubjectEnrolled: { on: '2025-03-01', kind: 'source' },
  ShredRequested: { on: '2025-06-01', authority: 'the source', reason: 'Asked to be forgotten.' },
  ShredApproved: { on: '2025-06-01', request: id(1) },
  SubjectKeyShredded: {
    on: '2025-06-01',
    authority: 'the source',
    reason: 'Asked to be forgotten.',
    erased: [{ event: id(3), paths: ['source'] }],
  },
};
