import type { Column } from './columns.js';

/** From which column each part of a history was made; the longest path that fits counts. */
const ofHistory: readonly (readonly [path: string, column: Column])[] = [
  ['letter/addressee/kind', 'addressee_kind'],
  ['letter/addressee', 'addressee'],
  ['letter/on', 'date'],
  ['letter/type', 'reference'],
  ['letter/fileCodes', 'reference'],
  ['letter/language', 'language'],
  ['letter/mandates', 'mandates'],
  ['letter/subject', 'subject'],
  ['letter/themes', 'themes'],
  ['letter/publicationWindow', 'publication_clause'],
  ['letter/replyAskedBy', 'reply_asked_by'],
  ['letter/individuals', 'women'],
  ['letter', 'reference'],
  ['replies', 'replies'],
  ['publishedElsewhere/url', 'published_url'],
  ['publishedElsewhere', 'published_on'],
];

const ofVoid: readonly (readonly [path: string, column: Column])[] = [
  ['on', 'date'],
  ['reason', 'void'],
  ['replacedBy', 'void_replaced_by'],
];

const columnIn =
  (table: typeof ofHistory) =>
  (path: string): Column | undefined =>
    table.find(([part]) => path === part || path.startsWith(`${part}/`))?.[1];

export const columnOfHistory = columnIn(ofHistory);
export const columnOfVoid = columnIn(ofVoid);
