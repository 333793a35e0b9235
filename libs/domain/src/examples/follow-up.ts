import { exampleDocument, type Examples } from './example.js';

export const followUpExamples = {
  FollowUpRecorded: {
    on: '2025-07-01',
    audience: 'all',
    kind: 'upr_recommendation',
    references: ['KHM 1/2025'],
    addressees: [],
    language: 'en',
    text: 'The recommendation to investigate alleged trafficking was accepted.',
    recommendation: { number: '139.74', state: 'Portugal', position: 'supported' },
    observation: null,
    documents: [exampleDocument],
  },
  OutcomeRecorded: {
    on: '2025-09-01',
    outcome: 'released',
    individuals: 12,
    text: 'Twelve persons are reported to have left the compound.',
  },
} as const satisfies Examples;
