import { describe, expect, it } from '@jest/globals';

import { openApiPage } from './page.js';
import { fieldsOf } from './schema-words.js';

const answer = {
  description: 'Done.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Note' } } },
};
const note = {
  type: 'object',
  properties: {
    text: { type: 'string', minLength: 1, maxLength: 400 },
    on: { anyOf: [{ type: 'string', description: 'A real day.' }, { type: 'null' }] },
    kind: { enum: ['first', 'last'] },
    parts: {
      type: 'array',
      maxItems: 3,
      items: { type: 'object', properties: { by: { $ref: '#/components/schemas/Person' } }, required: ['by'] },
    },
    name: { type: 'string', writeOnly: true },
  },
  required: ['text'],
};

const documentWith = (operation: object) => ({
  info: { title: 'Notes', description: 'Says `code`.' },
  paths: {
    '/notes/{id}': { put: { tags: ['Notes'], summary: 'Keeps a <note>.', responses: { 200: answer }, ...operation } },
  },
  components: { schemas: { Person: { type: 'object', properties: {} }, Note: note } },
});

describe('the page of the interface', () => {
  it('shows the members of a body as a table, in words, with links to what has a section of its own', () => {
    const fields = fieldsOf(note);
    expect(fields.map(({ name, required }) => [name, required])).toEqual([
      ['text', true],
      ['on', false],
      ['kind', false],
      ['parts', false],
      ['parts[].by', true],
      ['name', false],
    ]);
    expect(fields.map(({ type }) => type)).toEqual([
      'string',
      'string or null',
      '<code>first</code>, <code>last</code>',
      'list of object',
      '<a href="#schema-Person">Person</a>',
      'string',
    ]);
    expect(fields.map(({ about }) => about)).toEqual([
      '1 to 400 characters.',
      'A real day.',
      '',
      'At most 3 of them.',
      '',
      'Sealed: a statement has a digest in its place.',
    ]);
  });

  it('sets code as code, and shows what is said as text and never as HTML', () => {
    const page = openApiPage(documentWith({}));
    expect(page).toContain('<p>Says <code>code</code>.</p>');
    expect(page).toContain('Keeps a &#60;note&#62;.');
  });

  it('shows parameters, the example of a body and the answers without a line of schema', () => {
    const body = {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Note' }, example: { text: 'x' } } },
    };
    const id = {
      name: 'id',
      in: 'path',
      required: true,
      description: 'The id.',
      schema: { type: 'string', pattern: '^[a-z]+$' },
    };
    const page = openApiPage(documentWith({ parameters: [id], requestBody: body }));
    expect(page).toContain(
      '<th scope="row"><code>id</code></th><td>path</td><td>string</td><td>required</td><td>The id. Form: <code>^[a-z]+$</code></td>',
    );
    expect(page).toContain('<code>application/json</code>: <a href="#schema-Note">Note</a>');
    expect(page).toContain('{\n  &#34;text&#34;: &#34;x&#34;\n}');
    expect(page).not.toContain('$ref');
  });
});
