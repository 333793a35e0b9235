import type { LetterRecord } from './reading.js';
import { unmarkedNames } from './unmarked-names.js';
import type { Flag } from './view.js';

/** What a person should look at before confirming a record; none of it is wrong by itself. */
export function remarksOn(record: LetterRecord): Flag[] {
  const remarks: readonly (readonly [boolean, string, string])[] = [
    [
      sorted(record.mandates) !== sorted(record.capacityMandates),
      'CAPACITY_MANDATES_DIFFER',
      `The header names ${record.mandates.length} mandates, the capacity sentence ${record.capacityMandates.length} or others; both are kept.`,
    ],
    [record.mandates.length === 0, 'MANDATES_NOT_FOUND', 'No mandates were found above the reference.'],
    [
      record.signatures.length !== record.mandates.length,
      'SIGNATORIES_DIFFER',
      `${record.signatures.length} signatories were found for ${record.mandates.length} mandates.`,
    ],
    [
      String(record.year) !== record.sentOn.slice(0, 4),
      'YEAR_DIFFERS',
      `The reference counts in ${record.year}, the letter is dated ${record.sentOn}.`,
    ],
    [record.replyAskedBy === null, 'REPLY_DATE_NOT_ASKED', 'The letter asks for no reply by a date.'],
    [
      record.publicationWindowDays === null,
      'PUBLICATION_CLAUSE_NOT_FOUND',
      'No clause says when letter and reply are made public.',
    ],
    [record.subject === null, 'SUBJECT_NOT_FOUND', 'No sentence says what information was received about.'],
  ];
  const raised = remarks.filter(([holds]) => holds).map(([, code, message]) => ({ code, message }));
  return [...raised, ...namesIn(record)];
}

function namesIn({ questions, subject }: LetterRecord): Flag[] {
  const texts = [
    ['The subject', subject ?? ''] as const,
    ...questions.map(({ number, text }) => [`Question ${number}`, text] as const),
  ];
  const naming = texts.filter(([, text]) => unmarkedNames(text).length > 0);
  return naming.map(([what]) => ({
    code: 'NAME_UNMARKED',
    message: `${what} seems to name a person; write [name 1] in its place.`,
  }));
}

const sorted = (titles: readonly string[]): string =>
  titles
    .map((title) => title.toLowerCase())
    .sort()
    .join('\n');
