import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

import { LedgerError } from '#libs/ledger';

import { connect } from '../client/connect.js';
import { writeWhole } from '../client/download.js';
import { isErrorCode, type LedgerClient, type Write } from '../client/ledger-client.js';
import type { OutputFlags } from '../terminal/failure.js';
import { ownCall } from '../terminal/own-call.js';
import { durationWords, printJson, printLines, progress } from '../terminal/print.js';

export interface ExportFlags extends OutputFlags {
  readonly out: string;
  readonly audience: 'addressee' | 'public';
  /** Size of an older checkpoint. */
  readonly since?: number;
}

interface Progress {
  readonly step: string;
  readonly done: number;
  readonly total: number;
  readonly perSecond: number;
  readonly waitsFor?: string;
}

interface Job {
  readonly id: string;
  readonly state: 'working' | 'done' | 'failed';
  readonly progress?: Progress;
  readonly code?: string;
  readonly reason?: string;
}

/** Has a State's bundle made and writes it whole or not at all. */
export async function exportBundle(named: string, { out, audience, since, json }: ExportFlags): Promise<void> {
  const code = named.toUpperCase();
  const client = await connect({ roles: ['mandate_clerk'] });
  const body = { code, audience, ...(since !== undefined && { since }) };
  const order = { method: 'POST', path: '/v1/bundles', key: `export:${randomUUID()}`, body } as const;
  const bytes = await writeWhole(out, await finished(client, order), (done, total) =>
    progress(`fetching the bundle, ${Math.floor((100 * done) / Math.max(1, total))} %`),
  );
  progress('');
  if (json) return printJson({ file: out, bytes, code, audience });
  printLines([
    `Wrote ${out} (${bytes.toLocaleString('en')} bytes): the file of ${code}, as ${audience === 'public' ? 'everyone' : 'this addressee'} may read it`,
    `Check it on any machine with: ${ownCall()} verify ${out}`,
  ]);
}

const pauses = [50, 100, 200, 400, 800, 1000];
/** A registry that was started anew knows nothing of the job; under the same key it is begun again. */
const mostOrders = 5;

/** Waits for the bundle; a failed job is refused with the code it failed with. */
async function finished(client: LedgerClient, order: Write): Promise<Response> {
  let { id } = await client.write<Job>(order);
  for (let [turn, orders] = [0, 1]; ; turn++) {
    const answer = await client.file(`/v1/bundles/${id}`).catch((error: unknown) => {
      if (orders++ < mostOrders && error instanceof LedgerError && error.code === 'JOB_UNKNOWN') return undefined;
      throw error;
    });
    if (answer?.headers.get('content-type')?.includes('application/zip')) return answer;
    const job = answer === undefined ? await client.write<Job>(order) : ((await answer.json()) as Job);
    if (job.state === 'failed')
      throw new LedgerError(
        isErrorCode(job.code) ? job.code : 'INTERNAL',
        job.reason ?? 'the bundle could not be made',
      );
    id = job.id;
    progress(words(job.progress));
    await setTimeout(pauses[Math.min(turn, pauses.length - 1)]);
  }
}

const steps: Readonly<Record<string, string>> = {
  queue: 'waiting until other bundles are made',
  checkpoint: 'waiting for a checkpoint',
  ledger: 'reading the ledger',
  statements: 'gathering the statements',
  views: 'making the overviews',
  file: 'writing the files',
};

function words(at: Progress | undefined): string {
  if (at === undefined) return 'making the bundle';
  const step = steps[at.step] ?? 'making the bundle';
  if (at.waitsFor !== undefined) return `waiting for ${at.waitsFor}`;
  if (at.total <= 1 || at.perSecond === 0) return step;
  const left = durationWords((at.total - at.done) / at.perSecond);
  return `${step}: ${at.done} of ${at.total}, ${at.perSecond} a second, ${left} left`;
}
