import { isJsonObject, type Json, type JsonObject } from '#libs/ledger';

import { pageOf, prose, text } from '../page-frame.js';
import { aboutWords, type Field, fieldsOf, schemaAnchor, typeWords } from './schema-words.js';

/** The document as one page that reads without scripts: a section for each tag, each operation to unfold, the schemas below. */
export function openApiPage(document: JsonObject): string {
  const { info, paths, components } = document as Record<string, JsonObject>;
  const known = (components?.['schemas'] ?? {}) as JsonObject;
  const operations = operationsOf(paths ?? {});
  const tags = [...new Set(operations.flatMap(({ tags: [tag] }) => tag))].sort();
  const sections = tags.map((tag) => {
    const own = operations.filter(({ tags: [one] }) => one === tag);
    return `<section id="${anchor(tag)}"><h2>${text(tag)}</h2>${own.map((one) => operationBlock(one, known)).join('')}</section>`;
  });
  return pageOf(
    `${String(info?.['title'])}: interface`,
    `<p>${prose(info?.['description'])}</p><p>The same for programs: <a href="/openapi.json">openapi.json</a>.</p>
<nav aria-label="Sections"><ul>${tags.map((tag) => `<li><a href="#${anchor(tag)}">${text(tag)}</a></li>`).join('')}<li><a href="#schemas">Schemas</a></li></ul></nav>
${sections.join('\n')}
<section id="schemas"><h2>Schemas</h2><p>No text may hold U+0000 or half a character (a lone surrogate). A member that is not named is refused in what is sent, and may come in what is answered.</p>
${schemaSections(known)}</section>`,
  );
}

interface Operation {
  readonly tags: readonly [string];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly JsonObject[];
  readonly requestBody?: JsonObject;
  readonly responses: JsonObject;
}

type Placed = Operation & { readonly path: string; readonly method: string };

const operationsOf = (paths: JsonObject): readonly Placed[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods as JsonObject).map(([method, operation]) => ({
      ...{ path, method },
      ...(operation as unknown as Operation),
    })),
  );

const anchor = (tag: string): string => `section-${text(tag.toLowerCase().replace(/[^a-z]+/g, '-'))}`;

function operationBlock(operation: Placed, known: JsonObject): string {
  const { path, method, summary, description, parameters, requestBody, responses } = operation;
  return `<details><summary><code>${method.toUpperCase()} ${text(path)}</code> ${prose(summary)}</summary>
${description === undefined ? '' : `<p>${prose(description)}</p>`}${parameterTable(parameters)}${bodyBlock(requestBody, known)}${answerTable(responses)}</details>
`;
}

const parameterTable = (parameters: readonly JsonObject[] = []): string =>
  parameters.length === 0
    ? ''
    : table(
        'Parameters',
        ['Name', 'In', 'Type', 'Required', 'Description'],
        parameters.map(({ name, in: place, description, schema, ...parameter }) => [
          ...[`<code>${text(name)}</code>`, text(place), typeWords(schema as JsonObject), need(parameter)],
          `${prose(description)} ${aboutWords(schema as JsonObject)}`,
        ]),
      );

function bodyBlock(body: JsonObject | undefined, known: JsonObject): string {
  if (body === undefined) return '';
  const said = body['description'] === undefined ? '' : `<p>${prose(body['description'])}</p>`;
  const media = Object.entries((body['content'] ?? {}) as JsonObject).map(([type, value]) => {
    const { schema, example } = value as JsonObject;
    return `<p><code>${text(type)}</code>${isJsonObject(schema) ? `: ${typeWords(schema)}` : ''}</p>${isJsonObject(schema) ? fieldTable('Fields of the body', named(schema, known)) : ''}${exampleBlock(example)}`;
  });
  return `<h3>Body</h3>${said}${media.join('')}`;
}

const exampleBlock = (example: Json | undefined): string =>
  example === undefined ? '' : `<h4>Example</h4><pre><code>${text(JSON.stringify(example, null, 2))}</code></pre>`;

const answerTable = (responses: JsonObject): string =>
  table(
    'Answers',
    ['Status', 'What', 'Content'],
    Object.entries(responses).map(([status, answer]) => {
      const { description, content } = answer as JsonObject;
      const media = Object.entries((content ?? {}) as JsonObject).map(([type, value]) => mediaWords(type, value));
      return [text(status), prose(description).replaceAll('\n', '<br>'), media.join('<br>')];
    }),
  );

/** Of a refusal the problem document, whose codes stand beside it. */
function mediaWords(type: string, value: Json): string {
  const { schema } = value as JsonObject;
  if (!isJsonObject(schema)) return `<code>${text(type)}</code>`;
  const [first] = (schema['allOf'] ?? [schema]) as readonly JsonObject[];
  return `<code>${text(type)}</code>: ${typeWords(first ?? schema)}`;
}

const schemaSections = (known: JsonObject): string =>
  Object.entries(known)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => schemaSection(name, schema as JsonObject))
    .join('\n');

function schemaSection(name: string, schema: JsonObject): string {
  const fields = fieldTable(`Fields of ${name}`, schema);
  const whole = fields === '' ? `<p>${typeWords(schema)} ${aboutWords(schema)}</p>` : fields;
  return `<section id="${schemaAnchor(text(name))}"><h3><code>${text(name)}</code></h3>${whole}</section>`;
}

const named = (schema: JsonObject, known: JsonObject): JsonObject => {
  const name =
    String(schema['$ref'] ?? '')
      .split('/')
      .at(-1) ?? '';
  return isJsonObject(known[name]) ? known[name] : schema;
};

function fieldTable(caption: string, schema: JsonObject): string {
  const fields = fieldsOf(schema);
  return fields.length === 0 ? '' : table(caption, ['Name', 'Type', 'Required', 'Description'], fields.map(fieldCells));
}

const fieldCells = ({ name, type, about, ...field }: Field): string[] => [
  ...[`<code>${text(name)}</code>`, type, need(field), about],
];

const need = ({ required }: { readonly required?: Json }): string =>
  required === true ? 'required' : 'may be left out';

/** Cells are HTML; the first of a row heads it. */
function table(caption: string, headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = headings.map((heading) => `<th scope="col">${heading}</th>`).join('');
  const body = rows.map(
    ([first = '', ...others]) =>
      `<tr><th scope="row">${first}</th>${others.map((one) => `<td>${one}</td>`).join('')}</tr>`,
  );
  return `<table><caption>${text(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}
