import { exampleDocument, exampleId, type Examples } from './example.js';

export const allegationExamples = {
  FurtherInformationReceived: {
    on: '2025-04-02',
    channel: 'email',
    language: 'en',
    persons: [
      {
        id: 'p2',
        consent: { transmit: true, publish: false, press: false, share: false },
        particulars: { name: 'Di Example', ageGroup: 'adult', gender: 'woman' },
      },
    ],
    narrative: 'A second person is alleged to be held in the same compound.',
    documents: [exampleDocument],
  },
  ConsentChanged: {
    on: '2025-04-10',
    person: 'p1',
    consent: { transmit: true, publish: true, press: false, share: true },
    channel: 'signed form',
    documents: [exampleDocument],
  },
  ReprisalReported: {
    on: '2025-05-20',
    channel: 'telephone',
    against: ['relative'],
    acts: ['surveillance', 'threat'],
    narrative: 'A relative is said to have been followed and threatened.',
    documents: [],
  },
  ReprisalRiskReviewed: { on: '2025-05-21', reprisalRisk: 'high', reviewOn: '2025-06-21' },
  SourceCommentReceived: {
    on: '2025-05-25',
    channel: 'email',
    language: 'en',
    reference: 'KHM 1/2025',
    narrative: 'The source states that the reply does not name the compound.',
    documents: [exampleDocument],
  },
  AllegationAssessed: {
    on: '2025-03-01',
    decision: 'pursue',
    criteria: {
      founded: true,
      factual: true,
      notAbusive: true,
      goodFaith: true,
      notMediaOnly: true,
      withinMandate: true,
    },
    urgency: 'regular',
    reasons: ['criteria_met'],
  },
  AllegationMerged: { on: '2025-03-02', into: exampleId(9) },
  AllegationClosed: { on: '2025-12-01', reason: 'addressed' },
} as const satisfies Examples;
