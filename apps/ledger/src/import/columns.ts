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
  const unknown = names.filter((name) => !isColumn(name)).map((name) => `"${name}"`);
  const twice = names.filter((name, index) => names.indexOf(name) < index);
  const missing = required.filter((name) => !names.includes(name));
  return [
    ...(unknown.length === 0
      ? []
      : [
          `${unknown.join(', ')} ${unknown.length === 1 ? 'is no column' : 'are no columns'}; they are ${columns.join(', ')}`,
        ]),
    ...twice.map((name) => `the column ${name} stands twice`),
    ...missing.map((name) => `the column ${name} is missing`),
  ];
}

/** Whether a first line names any column at all; one that does not is the beginning of something else, such as a letter. */
export const isHeading = (names: readonly string[]): boolean =>
  names.flatMap((name) => name.split(/[;\t]/u)).some((name) => isColumn(name.trim()));

const isColumn = (name: string): name is Column => (columns as readonly string[]).includes(name);
