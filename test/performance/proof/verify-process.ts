import { verifyFile } from '#apps/auditor';

/*
 * Verifies one bundle as the auditor's command does, in a process of its own, whose memory is then nobody else's. It prints what came of it.
 */
const [file = '', trustFile = ''] = process.argv.slice(2);
const began = performance.now();
const { ok, bundle, findings } = await verifyFile({ file, trustFile });
const seconds = (performance.now() - began) / 1000;
const mebibytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(
  `${JSON.stringify({ ok, findings: findings.slice(0, 3), statements: bundle?.statements, seconds, mebibytes })}\n`,
);
