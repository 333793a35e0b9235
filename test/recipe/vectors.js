#!/usr/bin/env node
/**
 * `npm run vectors` writes the golden vector of every event type that has none yet, or only a draft, from its example, and a line in
 * SHA256SUMS for each vector that has none. What is there is never touched.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

import { catalogue, payloadExamples, slotsJson, slotsOf } from '#libs/domain';
import { canonicalJson } from '#libs/ledger';

const path = 'test/vectors/events.json';
const file = JSON.parse(readFileSync(path, 'utf8'));
const final = file.events.filter(({ draft }) => draft === undefined);
const known = new Set(final.map(({ type, ver }) => `${type}/${ver}`));
const missing = Object.entries(catalogue).filter(([type, { ver }]) => !known.has(`${type}/${ver}`));

const vectors = missing.map(([type, { ver }]) => {
  const jcs = canonicalJson(payloadExamples[type]);
  return { type, ver, slots: slotsOf(type, ver), sha256: createHash('sha256').update(jcs).digest('hex'), jcs };
});
writeFileSync(path, `${JSON.stringify({ ...file, events: [...final, ...vectors], slots: slotsJson() }, null, 2)}\n`);
process.stdout.write(`${vectors.map(({ type, ver }) => `${type}/${ver}\n`).join('')}`);

const sums = 'test/vectors/SHA256SUMS';
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const digests = new Map([
  ...readdirSync('test/vectors')
    .filter((name) => name.endsWith('.json') && name !== 'events.json')
    .map((name) => [name, sha256(readFileSync(`test/vectors/${name}`))]),
  ['libs/event-store/src/fixtures/schema-1.sql', sha256(readFileSync('libs/event-store/src/fixtures/schema-1.sql'))],
  ...[...final, ...vectors].map((vector) => [
    `events.json#${vector.type}/${vector.ver}`,
    sha256(canonicalJson(vector)),
  ]),
]);
const lines = existsSync(sums) ? readFileSync(sums, 'utf8').trimEnd().split('\n') : [];
const pinned = new Set(lines.map((line) => line.slice(66)));
for (const [name, digest] of digests) if (!pinned.has(name)) lines.push(`${digest}  ${name}`);
writeFileSync(sums, `${lines.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join('\n')}\n`);
