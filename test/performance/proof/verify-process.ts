import { readFile } from 'node:fs/promises';
import { verifyFile } from '#apps/auditor';

/* Verifies a bundle as the auditor's command line does; says what came of it, how long it took, and what it occupied at its largest. */
const [file = '', trustFile = ''] = process.argv.slice(2);
await readFile(trustFile);
const began = performance.now();
const { ok, findings } = await verifyFile({ file, trustFile });
const seconds = (performance.now() - began) / 1000;
const said = { ok, findings: findings.slice(0, 3), seconds, mebibytes: process.resourceUsage().maxRSS / 1024 };
process.stdout.write(`${JSON.stringify(said)}\n`);
