import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

import { LedgerError } from '#libs/ledger';

import { connect } from '../client/connect.js';
import { isErrorCode, type LedgerClient } from '../client/ledger-client.js';
import { type OutputFlags, usage } from '../terminal/failure.js';
import { ownCall } from '../terminal/own-call.js';
import { printJson, printLines, progress } from '../terminal/print.js';

export interface ExportFlags extends OutputFlags {
  readonly out: string;
  readonly audience: 'addressee' | 'public';
}

interface Job {
  readonly id: string;
  readonly state: 'working' | 'done' | 'failed';
  readonly code?: string;
}

/** Has a State's bundle made and writes it whole or not at all. */
export async function exportBundle(named: string, { out, audience, json }: ExportFlags): Promise<void> {
  const code = named.toUpperCase();
  const client = await connect({ roles: ['mandate_clerk'] });
  const order = {
    method: 'POST',
    path: '/v1/bundles',
    key: `export:${randomUUID()}`,
    body: { code, audience },
  } as const;
  const bundle = await finished(client, await client.write<Job>(order));
  await writeWhole(out, bundle);
  if (json) return printJson({ file: out, bytes: bundle.length, code, audience });
  printLines([
    `Wrote ${out} (${bundle.length.toLocaleString('en')} bytes): what ${audience === 'public' ? 'everyone' : code} may read of the file of ${code}`,
    `Check it on any machine with: ${ownCall()} verify ${out}`,
  ]);
}

const pauses = [50, 100, 200, 400, 800, 1000];

/** Waits for the bundle; a failed job is refused with the code it failed with. */
async function finished(client: LedgerClient, { id }: Job): Promise<Uint8Array> {
  const started = Date.now();
  for (let turn = 0; ; turn++) {
    const answer = await client.response(`/v1/bundles/${id}`);
    if (answer.headers.get('content-type')?.includes('application/zip')) {
      progress('');
      return new Uint8Array(await answer.arrayBuffer());
    }
    const job = (await answer.json()) as Job;
    if (job.state === 'failed')
      throw new LedgerError(isErrorCode(job.code) ? job.code : 'INTERNAL', 'the bundle could not be made');
    progress(`making the bundle, ${Math.round((Date.now() - started) / 1000)} s`);
    await setTimeout(pauses[Math.min(turn, pauses.length - 1)]);
  }
}

async function writeWhole(out: string, bytes: Uint8Array): Promise<void> {
  const part = `${out}.${process.pid}.part`;
  try {
    await writeFile(part, bytes);
    await rename(part, out);
  } catch {
    await rm(part, { force: true });
    throw usage(`${out}: it cannot be written`);
  }
}
