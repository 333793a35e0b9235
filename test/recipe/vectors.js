#!/usr/bin/env node
/**
 * `npm run vectors` writes the golden vector of every event type that has none yet, or only a draft, from its example. A vector that is
 * final is never touched.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

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
