import { type Question, readLetter, type Reading } from '#libs/letters';

import type { OutputFlags } from '../terminal/failure.js';
import { fileBytes, textOfLetter } from '../terminal/files.js';
import { lineWidth, setInText, wrapped } from '../terminal/columns.js';
import { counted, printJson, printLines } from '../terminal/print.js';

/** Reads a letter, as text or PDF, into a proposed record; records nothing and needs no ledger. */
export async function read(file: string, { json }: OutputFlags): Promise<void> {
  const reading = readLetter(await textOfLetter(await fileBytes(file)));
  if (json) printJson(reading);
  else printLines(readingWords(reading));
}

/** A reading as a person checks it before confirming. */
export function readingWords({ record, flags }: Reading): string[] {
  const { questions } = record;
  return [
    `${record.reference} to ${record.addresseeName}, dated ${record.sentOn}`,
    '',
    ...facts(record).flatMap(([name, value]) => (value === '' ? [] : fact(name, value))),
    '',
    `${counted(questions.length, 'question')}, ${counted(asksOf(questions), 'request')}`,
    ...questions.map(
      ({ number, asks, text }) => `  ${`${number}.`.padEnd(4)}${times(asks)}  ${shortened(text, lineWidth() - 12)}`,
    ),
    ...(flags.length === 0
      ? []
      : ['', 'To look at before recording', ...flags.flatMap(({ message }) => setInText(message, 4))]),
  ];
}

function facts(record: Reading['record']): (readonly [string, string])[] {
  const { publicationWindowDays: days } = record;
  return [
    ['Mandates', record.mandates.join('; ')],
    ['Under', record.resolutions.map((number) => `resolution ${number}`).join(', ')],
    ['Signed by', record.signatories.join(', ')],
    ['About', shortened(record.subject ?? '', 300)],
    ['Made public', days === null ? '' : `after ${counted(days, 'day')}`],
    ['Reply asked', record.replyAskedBy === null ? 'by no date' : `by ${record.replyAskedBy}`],
    ['Announces', record.pressReleaseAnnounced ? 'a press release' : ''],
    ['Asks for', record.interimMeasuresAsked ? 'interim measures' : ''],
    ['Also sent to', record.otherAddressees.join(', ')],
    ['Earlier', record.earlierReferences.join(', ')],
    ['Instruments', record.instruments.map(actWords).join('; ')],
    ['Documents', record.documentsCited.join(', ')],
    ['UPR', record.uprRecommendations.map(({ numbers }) => numbers).join(', ')],
  ];
}

const actWords = ({ name, short, status, date }: Reading['record']['instruments'][number]): string =>
  `${short ?? name}${status === 'none' ? '' : ` (${status}${date === null ? '' : ` ${date}`})`}`;

const asksOf = (questions: readonly Question[]): number => questions.reduce((sum, { asks }) => sum + asks, 0);

const times = (asks: number): string => (asks === 1 ? '  ' : `×${asks}`);

const shortened = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;

/** Name and value, the value in lines under each other. */
function fact(name: string, value: string): string[] {
  const lines = wrapped(value, lineWidth() - 16);
  return lines.map((line, index) => `  ${(index === 0 ? name : '').padEnd(13)} ${line}`);
}
