import { canonicalJson } from '#libs/ledger';

import type { MadeReport } from './made-report.js';

/** RFC 8785: one text for one report. */
export const jsonOf = (report: MadeReport): string => canonicalJson({ format: 'ledger-report/1', ...report });
