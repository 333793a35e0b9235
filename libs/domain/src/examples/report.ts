import type { Payload } from '../catalogue.js';
import type { EventTypeOf } from '#libs/ledger';

/** The making of the report to the sixtieth session. */
export const reportExamples: { readonly [T in EventTypeOf<'report'>]: Payload<T> } = {
  ReportGenerated: {
    on: '2025-08-20',
    position: 812,
    sent: { from: '2025-03-01', to: '2025-05-31' },
    replies: { from: '2025-03-01', to: '2025-07-31' },
    template: '11'.repeat(32),
    referenceData: '22'.repeat(32),
    software: '33'.repeat(32),
    renditions: [
      { format: 'json', digest: '44'.repeat(32), bytes: 120_000 },
      { format: 'docx', digest: '55'.repeat(32), bytes: 90_000 },
    ],
  },
  ReportSubmitted: { on: '2025-08-25', report: '00000000-0000-8000-8000-000000000000' },
  SymbolAssigned: { on: '2025-09-01', symbol: 'A/HRC/60/3' },
};
