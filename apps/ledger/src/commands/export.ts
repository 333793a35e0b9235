import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

import { isAddresseeCode, isOtherActor } from '#libs/domain';
import { LedgerError } from '#libs/ledger';

import { connect } from '../client/connect.js';
import { writeWhole } from '../client/download.js';
import { isErrorCode, type LedgerClient, type Write } from '../client/ledger-client.js';
import { namedAddressee } from '../client/named-addressee.js';
import { type OutputFlags, usage } from '../terminal/failure.js';
import { demandPlace, type Own } from '../terminal/files.js';
import { ownCall } from '../terminal/own-call.js';
import { durationWords, printJson, printLines, progress } from '../terminal/print.js';

export interface ExportFlags extends OutputFlags {
  readonly out: string;
  readonly audience: 'addressee' | 'public' | 'auditor';
  /** Size of an older checkpoint. */
  readonly since?: number;
  /** Id of the approved request on which an auditor's bundle rests. */
  readonly request?: string;
  /** Who acts, on a ledger with development identities. */
  readonly as?: string;
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

/** Has the bundle of a State, or an auditor's of the whole ledger, made and writes it whole or not at all. */
export async function exportBundle(named: string | undefined, flags: ExportFlags): Promise<void> {
  const { out, audience, json } = flags;
  const order = orderOf(named, flags);
  await demandPlace(out, bundle);
  const client = await connect({ roles: [audience === 'auditor' ? 'auditor' : 'mandate_clerk'], subject: flags.as });
  const code = named === undefined ? undefined : await stateCalled(client, named);
  const bytes = await writeWhole(
    out,
    await finished(client, { ...order, body: { ...order.body, code } }),
    (done, total) => progress(`fetching the bundle, ${Math.floor((100 * done) / Math.max(1, total))} %`),
  );
  progress('');
  if (json) return printJson({ file: out, bytes, ...(code !== undefined && { code }), audience });
  const what = code === undefined ? 'the whole ledger' : `the file of ${code}`;
  printLines([
    `Wrote ${out} (${bytes.toLocaleString('en')} bytes): ${what}, as ${readers[audience]} may read it`,
    `Check it on any machine with: ${ownCall()} verify ${out} --trust trust.json`,
    `Fetch that trust file once: it is served at ${client.url}/trust`,
  ]);
}

/** The code of the State that is named; an other actor shares its code with others, so that no bundle could be whole for it. */
async function stateCalled(client: LedgerClient, named: string): Promise<string> {
  const code = await namedAddressee(client, named);
  if (isAddresseeCode(code)) return code;
  const instead = isOtherActor(code) ? '' : `; what was recorded of it, "${ownCall()} audit ${code}" shows`;
  throw usage(`only a State has a bundle of its own, and ${named} is none${instead}`);
}

const bundle: Own = {
  name: 'bundle',
  begins: (bytes) => Buffer.from(bytes.subarray(0, 4)).toString() === 'PK\u0003\u0004',
};

const readers = { addressee: 'this addressee', public: 'everyone', auditor: 'an auditor' } as const;

/** What is asked for, without whose file; a command line that asks for no bundle there is ends with 2, before anything is sent. */
function orderOf(named: string | undefined, { audience, since, request }: ExportFlags): Write {
  const proved = since === undefined ? {} : { since };
  const bundle = { method: 'POST', path: '/v1/bundles' } as const;
  if (audience !== 'auditor') {
    if (named === undefined) throw usage('say whose file it is, such as KHM');
    if (request !== undefined) throw usage('--request goes with --audience auditor: other bundles rest on none');
    return { ...bundle, key: `export:${randomUUID()}`, body: { audience, ...proved } };
  }
  if (named !== undefined) throw usage(`an auditor's bundle is of the whole ledger: leave ${named} out`);
  if (request === undefined)
    throw usage("an auditor's bundle rests on a request that a second person approved: name it with --request");
  // An approval is used once: under one key for it, an order that was interrupted goes on where it was.
  return { ...bundle, key: `export:${request}:${since ?? 0}`, body: { audience, request, ...proved } };
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
