import { exampleId, type Examples } from './example.js';

const release = {
  on: '2025-05-20',
  title: 'Experts alarmed by alleged trafficking into scam compounds',
  url: 'https://press.example.org/releases/2025/05/scam-compounds',
  language: 'en',
  experts: ['Ann Example, Special Rapporteur on the situation of human rights in Cambodia'],
  references: ['KHM 1/2025'],
  rendition: { digest: '34'.repeat(32), bytes: 5120, mediaType: 'text/html' },
} as const;

export const pressReleaseExamples = {
  PressReleaseIssued: release,
  PressReleaseLinked: { on: '2025-06-02', references: ['LAO 2/2025'] },
  PressReleaseCorrected: { ...release, corrects: exampleId(6), reason: 'A place was misspelt.' },
  PressReleaseWithdrawn: { on: '2025-06-03', reason: 'issued_in_error' },
} as const satisfies Examples;
