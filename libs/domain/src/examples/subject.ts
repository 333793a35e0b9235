import type { Examples } from './example.js';

export const subjectExamples = {
  SubjectsMerged: { on: '2025-04-02', survivor: 's1', merged: 's2' },
} as const satisfies Examples;
