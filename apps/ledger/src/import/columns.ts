/** The columns of a file of references, in the order of docs/importing.md. A file may leave out and reorder those that are not required. */
export const columns = [
  'reference',
  'date',
  'addressee',
  'addressee_kind',
  'language',
  'mandates',
  'subject',
  'themes',
  'women',
  'men',
  'girls',
  'boys',
  'other',
  'unknown',
  'publication_clause',
  'reply_asked_by',
  'replies',
  'published_url',
  'published_on',
  'void',
  'void_replaced_by',
] as const;
export type Column = (typeof columns)[number];

/** Without `replies` nobody could tell a letter that was not answered from one of which that is not known. */
const required: readonly Column[] = ['reference', 'date', 'mandates', 'subject', 'replies'];

/** What is wrong with a heading line; empty when it can be read. */
export function faultsOfHeading(names: readonly string[]): string[] {
  const [only = ''] = names;
  if (names.length === 1 && /[;\t]/u.test(only)) return ['the columns must be separated by commas'];
  const unknown = names.filter((name) => !isColumn(name));
  const twice = names.filter((name, index) => names.indexOf(name) < index);
  const missing = required.filter((name) => !names.includes(name));
  return [
    ...unknown.map((name) => `"${name}" is no column; they are ${columns.join(', ')}`),
    ...twice.map((name) => `the column ${name} stands twice`),
    ...missing.map((name) => `the column ${name} is missing`),
  ];
}

const isColumn = (name: string): name is Column => (columns as readonly string[]).includes(name);
