#!/usr/bin/env node
/**
 * Runs every gate, two at a time, and prints one line each; what a failing gate said follows at the end.
 * `node test/gates/check.js lint unused` runs those two only. Exit status 1 when one fails.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** name → the arguments of node. Each is proven on a planted violation in test/architecture/gates.spec.ts. */
const gates = JSON.parse(readFileSync(new URL('gates.json', import.meta.url), 'utf8'));

function run(name) {
  const started = performance.now();
  const child = spawn(process.execPath, gates[name], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  return new Promise((resolve) => {
    child.on('close', (status) =>
      resolve({ name, ok: status === 0, said, seconds: (performance.now() - started) / 1000 }),
    );
  });
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(gates, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no gate ${unknown.join(', ')}; there are: ${Object.keys(gates).join(', ')}\n`);
  process.exit(2);
}

const waiting = asked.length > 0 ? asked : Object.keys(gates);
const results = [];
async function worker() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const result = await run(name);
    results.push(result);
    process.stdout.write(`${result.ok ? 'ok  ' : 'FAIL'} ${name} (${result.seconds.toFixed(1)} s)\n`);
  }
}
await Promise.all([worker(), worker()]);

const failed = results.filter(({ ok }) => !ok);
for (const { name, said } of failed) process.stdout.write(`\n── ${name}\n${said}`);
process.exitCode = failed.length > 0 ? 1 : 0;
