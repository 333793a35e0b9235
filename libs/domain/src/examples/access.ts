import { exampleId, type Examples } from './example.js';

export const accessExamples = {
  AccessRequested: {
    on: '2025-06-01',
    purpose: 'ask the source whether it is safe',
    opening: { event: exampleId(3), paths: ['source'] },
  },
  AccessApproved: { on: '2025-06-01', request: exampleId(4) },
  RecordsRead: {
    on: '2025-06-01',
    purpose: 'contact the source',
    event: exampleId(3),
    paths: ['source', 'persons/0/particulars'],
    count: 2,
  },
  RecordsExported: {
    on: '2025-06-02',
    purpose: 'yearly audit',
    export: { audience: 'auditor', code: null },
    count: 1200,
    request: exampleId(5),
  },
} as const satisfies Examples;
