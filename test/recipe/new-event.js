#!/usr/bin/env node
/**
 * `npm run new:event <aggregate> <Name>` writes all that a new event type needs: its word, payload class and catalogue line, decision, spec,
 * route, example and the draft of its golden vector. All of it compiles; the spec fails until somebody says what the rules are, and the
 * vectors' spec until `npm run vectors` has made the draft final.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import prettier from 'prettier';

import { aggregates, apart } from './aggregates.js';
import { demand, insertAt, insertBefore, withExport, withImport, withMember, withWord } from './edits.js';
import * as templates from './templates.js';

/** Texts by path, written together at the end. */
const files = new Map();
const read = (path) => files.get(path) ?? readFileSync(path, 'utf8');
const edit = (path, change) => files.set(path, change(read(path)));

const [kind, name] = process.argv.slice(2);
const reason = apart[kind?.split('-')[0]];
if (reason !== undefined) {
  process.stderr.write(`${reason}\n`);
  process.exit(2);
}
const aggregate = aggregates[kind?.replaceAll('-', '_')];
if (aggregate === undefined || !/^[A-Z][a-z]+([A-Z][a-z]+)+$/.test(name ?? '')) {
  process.stderr.write(`npm run new:event <${Object.keys(aggregates).join(' | ')}> <NameInThePast>\n`);
  process.exit(2);
}

const kebabOf = (text) => text.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
const kebab = kebabOf(name);
const words = kebab.replaceAll('-', ' ');
const act = `record${name}`;
const type = {
  ...aggregate,
  ...{ name, kebab, act, actFile: kebabOf(act), words: words[0].toUpperCase() + words.slice(1) },
  camel: aggregate.events.replace('Events', ''),
};
const domain = `libs/domain/src/${type.folder}`;
if (JSON.parse(read('test/vectors/events.json')).events.some((vector) => vector.type === name)) {
  process.stderr.write(`There is ${name} already; a changed shape is its next version.\n`);
  process.exit(2);
}

edit('libs/ledger/src/streams.ts', (text) => withWord(text, type.kind, name));
files.set(`${domain}/${kebab}.ts`, templates.payload(type));
edit(`${domain}/${type.folder}.events.ts`, (text) =>
  insertBefore(
    withImport(text, name, `./${kebab}.js`),
    `export const ${type.events} = {`,
    '} as const satisfies',
    templates.catalogueLine(type),
  ),
);
edit(`${domain}/${type.folder}.ts`, (text) =>
  insertBefore(text, 'switch (event.type) {', '\n  }\n}', `\n    case '${name}':\n      return state;`),
);
files.set(`${domain}/${type.actFile}.ts`, templates.decision(type));
files.set(`${domain}/${kebab}.spec.ts`, templates.spec(type));
edit('libs/domain/src/index.ts', (text) =>
  withExport(withExport(text, name, `./${type.folder}/${kebab}.js`), act, `./${type.folder}/${type.actFile}.js`),
);
addExample();
addRoute();
addVector();

for (const [path, text] of files) writeFileSync(path, await formatted(path, text));
process.stdout.write(`${[...files.keys()].join('\n')}\n
Now: the payload and who records it, the decision and its spec, what evolve makes of it, the route's path (a noun, as its neighbours
have) and the sentence above it; then npm run tables. npm run vectors comes last: what it makes final is never edited.\n`);

/** The aggregate's file of examples, begun and spread in when there is none yet. */
function addExample() {
  const path = `libs/domain/src/examples/${type.folder}.ts`;
  const list = `${type.camel}Examples`;
  if (!existsSync(path)) {
    files.set(path, templates.examplesFile(type));
    edit('libs/domain/src/examples/payload-examples.ts', (text) =>
      withImport(text, list, `./${type.folder}.js`).replace(
        /(export const payloadExamples[^=]*= \{\n)/,
        `$1  ...${list},\n`,
      ),
    );
  }
  edit(path, (text) => {
    const end = demand(text.lastIndexOf('\n}'), 'the end of the examples');
    return insertAt(text, end + 1, templates.example(type));
  });
}

function addRoute() {
  if (type.through !== undefined) return addRouteThrough();
  const [controller, service] = [`apps/registry/src/${type.controller}`, `apps/registry/src/${type.service}`];
  const serviceClass = /export class (\w+)/.exec(read(service))?.[1];
  const property = new RegExp(`private readonly (\\w+): ${serviceClass}\\b`).exec(read(controller))?.[1];
  const base = /@Controller\('([^']+)'\)/.exec(read(controller))?.[1];
  if (property === undefined || base === undefined) throw new Error(`${controller} does not use ${serviceClass}`);
  const full = `${type.address.slice(1)}/${kebab}`;
  // Where a controller has a decorator of its own for the id, its neighbours use that.
  const ownId = /^const Id = /m.test(read(controller));
  const taking = ownId ? { parameters: '@Id() id: string', imports: [] } : {};
  const route = templates.route({ ...type, ...taking, service: property, tail: full.slice(base.length + 1) });
  edit(controller, (text) =>
    withMember(
      [['Param', '@nestjs/common'], [name, '#libs/domain'], ...type.imports].reduce(
        (changed, [member, module]) => withImport(changed, member, module),
        text,
      ),
      route,
    ),
  );
  edit(service, (text) =>
    withMember(
      [`type ${name}`, act, ...(type.member === undefined ? [type.fold] : []), ...type.domain].reduce(
        (changed, member) => withImport(changed, member, '#libs/domain'),
        text,
      ),
      type.member === undefined ? templates.serviceMethod(type) : templates.serviceMethodThrough(type),
    ),
  );
}

/** A route whose service takes any act with the function that decides it. */
function addRouteThrough() {
  const controller = `apps/registry/src/${type.controller}`;
  const base = /@Controller\('([^']+)'\)/.exec(read(controller))?.[1] ?? '';
  const tail = `${type.address.slice(1)}/${kebab}`.slice(base.length + 1);
  edit(controller, (text) =>
    withMember(
      [name, act].reduce((changed, member) => withImport(changed, member, '#libs/domain'), text),
      templates.routeThrough({ ...type, tail }),
    ),
  );
}

function addVector() {
  edit('test/vectors/events.json', (text) => {
    const vectors = JSON.parse(text);
    const jcs = '{"on":"2025-03-10"}';
    const sha256 = createHash('sha256').update(jcs).digest('hex');
    vectors.events.push({ type: name, ver: 1, draft: true, slots: [], sha256, jcs });
    return `${JSON.stringify(vectors, null, 2)}\n`;
  });
}

async function formatted(path, text) {
  if (!path.endsWith('.ts')) return text;
  return prettier.format(text, { ...(await prettier.resolveConfig(path)), filepath: path });
}
