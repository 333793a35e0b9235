import type { RecordType } from './record-types.js';

/** The headings of what is said of the types that a file may hold. */
export const typeHeadings = ['Type', 'Names', 'May name'] as const;

/** What a record of the type names beside its payload, and what it may. */
export const typeWords = ({ type, needs, may }: RecordType): [type: string, needs: string, may: string] => [
  type,
  needs.map((each) => each.join(' or ')).join(', '),
  may.join(', '),
];
