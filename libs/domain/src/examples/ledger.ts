import type { Examples } from './example.js';

const kid = 'oVMXtQlU9diHm8IJm6VbG80ha6NAQZ-To8VXDvh0vOg';

export const ledgerExamples = {
  CodesAdopted: { on: '2025-03-10', codes: ['KHM', 'LAO', 'OTH', 'THA', 'VNM'] },
  KeyRetired: { on: '2025-03-10', kid },
  KeyRevoked: { on: '2025-03-10', kid, lastTrustedSize: 40 },
} as const satisfies Examples;
