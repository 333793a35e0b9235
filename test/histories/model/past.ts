import type { RecordedEvent } from '#libs/ledger';

import { dayOf, genevaDay, type Moment, momentOf } from './calendar.js';

/** All that was recorded before something, in its order. */
export type Past = readonly RecordedEvent[];

export const momentIn = (on: string): Moment =>
  on.length === 7
    ? momentOf(dayOf(`${on}-01`), 'month')
    : momentOf(dayOf(on.slice(0, 10)), on.length > 10 ? 'instant' : 'day');

export const field = <T>({ data }: RecordedEvent, name: string): T | undefined => data[name] as T | undefined;
export const personOf = (event: RecordedEvent | undefined): string | undefined => event?.by.ps?.split(' in ')[0];
export const isA = (event: RecordedEvent, ...types: readonly string[]): boolean => types.includes(event.type);
export const inStream = (past: Past, stream: string): Past => past.filter((one) => one.stream === stream);
export const withId = (past: Past, id: string | undefined): RecordedEvent | undefined =>
  past.find((one) => one.id === id);
export const ownLetter = ({ stream }: RecordedEvent): string => stream.replace(/^handling-/, 'communication-');

/** The events of a letter that were not recorded in error. */
export function counting(past: Past, stream: string): Past {
  const own = inStream(past, stream);
  const errors = own.filter((one) => isA(one, 'RecordedInError')).map((one) => field<string>(one, 'event'));
  return own.filter(({ id }) => !errors.includes(id));
}

export const letterIn = (past: Past, stream: string): RecordedEvent | undefined =>
  counting(past, stream).findLast((one) => isA(one, 'LetterSent', 'LetterCorrected'));

/** Whether the window of a letter runs when an event is recorded, as one of before 2018 that prints none does for ever. */
export function isInWindow(letter: RecordedEvent, event: RecordedEvent): boolean {
  return isInDays(letter, event) || isEndless(letter);
}

export const isEndless = (letter: RecordedEvent): boolean =>
  field(letter, 'publicationWindow') === null && momentIn(letter.data.on).last < dayOf('2018-01-01');

/** The same of one that ends. */
export function isInDays(letter: RecordedEvent, event: RecordedEvent): boolean {
  const { type, publicationWindow: printed } = letter.data as unknown as {
    type: string;
    publicationWindow: { days: number } | null;
  };
  const days = printed?.days ?? (/OL$|OC$/.test(type) ? 2 : 60);
  return !isEndless(letter) && genevaDay(Date.parse(event.time)) <= momentIn(letter.data.on).dayZero + days;
}

export function isPublic(past: Past, stream: string): boolean {
  const own = inStream(past, stream);
  const gone = own.map(
    (one) => isA(one, 'PublicationWithdrawn') && field(one, 'extent') === 'publication' && field(one, 'publication'),
  );
  return own.some((one) => isA(one, 'LetterPublished') && !gone.includes(one.id));
}
