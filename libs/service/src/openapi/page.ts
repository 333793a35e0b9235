import { createHash } from 'node:crypto';

import { isJsonObject, type Json, type JsonObject } from '#libs/ledger';

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h2{margin-top:2.5rem}details{border-top:1px solid #767676;padding:.5rem 0}summary{cursor:pointer}
pre{background:#f3f3f3;padding:.75rem;overflow-x:auto}code{font:.9em ui-monospace,monospace}dt{font-weight:600}`;

/** No script, nothing from elsewhere; the page's own style is named by its digest. */
export const pageSecurity = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The document as one page that reads without scripts: a section for each tag, each operation to unfold, the schemas below. */
export function openApiPage(document: JsonObject): string {
  const { info, paths, components } = document as Record<string, JsonObject>;
  const operations = Object.entries(paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as JsonObject).map(([method, operation]) => ({
      path,
      method,
      ...(operation as unknown as Operation),
    })),
  );
  const tags = [...new Set(operations.flatMap(({ tags: [tag] }) => tag))];
  const sections = tags.map((tag) =>
    section(
      tag,
      operations.filter(({ tags: [own] }) => own === tag),
    ),
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(info?.['title'])}: interface</title>
<style>${style}</style></head><body><main><h1>${text(info?.['title'])}: interface</h1>
<p>${text(info?.['description'])}</p><p>The same for programs: <a href="/openapi.json">openapi.json</a>.</p>
<nav aria-label="Sections"><ul>${tags.map((tag) => `<li><a href="#${text(tag)}">${text(tag)}</a></li>`).join('')}</ul></nav>
${sections.join('\n')}
<section id="schemas"><h2>Schemas</h2>${schemas(components)}</section></main></body></html>
`;
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

const section = (tag: string, operations: readonly Placed[]): string =>
  `<section id="${text(tag)}"><h2>${text(tag)}</h2>${operations.map(operationBlock).join('')}</section>`;

function operationBlock({ path, method, summary, description, parameters, requestBody, responses }: Placed): string {
  const answers = Object.entries(responses).map(([status, answer]) => {
    const said = (answer as JsonObject)['description'];
    return `<dt>${text(status)}</dt><dd>${text(said).replaceAll('\n', '<br>')}</dd>`;
  });
  return `<details><summary><code>${method.toUpperCase()} ${text(path)}</code> ${text(summary)}</summary>
${description === undefined ? '' : `<p>${text(description)}</p>`}${block('Parameters', parameters)}${block('Body', requestBody)}<h3>Answers</h3><dl>${answers.join('')}</dl>
${block('Success', Object.values(responses)[0])}</details>`;
}

const block = (title: string, value: unknown): string =>
  value === undefined
    ? ''
    : `${title === '' ? '' : `<h3>${title}</h3>`}<pre tabindex="0">${text(JSON.stringify(value, null, 2))}</pre>`;

function schemas(components: JsonObject | undefined): string {
  const known = components?.['schemas'];
  if (!isJsonObject(known)) return '';
  return Object.entries(known)
    .map(
      ([name, schema]) =>
        `<details id="${text(name)}"><summary><code>${text(name)}</code></summary>${block('', schema)}</details>`,
    )
    .join('\n');
}

const text = (value: Json | undefined): string =>
  String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
