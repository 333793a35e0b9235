import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { compare, verifyFile } from '#apps/auditor';
import { ViewsRecorder } from '#apps/chronicle';
import { examine } from '#apps/ledger';
import { compactJwt, formatReceipt, formatTlogProof, fromBase64url, recordedEvent } from '#libs/integrity';
import type { KafkaMessage } from '#libs/kafka';

import { auditorsBundle, sizeOf, type Tiles } from './exported.js';
import type { Scene } from './scene.js';

/** Says what is wrong with what a scene shows, by codes; knows nothing of what was done to it. */
export interface Judge {
  readonly name: string;
  judge(scene: Scene): Promise<readonly string[]>;
}

/** The offline verifier on a file, as its command line calls it. */
export async function verified(scene: Scene, bytes: Uint8Array, since?: string): Promise<string[]> {
  const at = (name: string): string => join(scene.home, name);
  writeFileSync(at('shown'), bytes);
  writeFileSync(at('trust.json'), scene.ledger.trustText);
  if (since !== undefined) writeFileSync(at('since'), since);
  const result = await verifyFile({
    file: at('shown'),
    trustFile: at('trust.json'),
    ...(since !== undefined && { sinceFile: at('since') }),
  });
  return result.findings.map(({ code }) => code);
}

const ofStore = (tiles: Tiles): Judge['judge'] => {
  return async (scene) => verified(scene, await auditorsBundle(scene, tiles), scene.kept);
};

/** An auditor's bundle of what is in the store, with the tree that was published before, or one made to fit. */
export const auditor: Judge = { name: '`verify`, auditor’s bundle', judge: ofStore('kept') };
export const auditorOfRebuilt: Judge = { ...auditor, judge: ofStore('rebuilt') };

/** The same, when what betrays the tampering is the older checkpoint that somebody kept. */
export const since: Judge = { ...auditorOfRebuilt, name: '`verify --since`' };

export const lawyer: Judge = {
  name: '`verify`, State’s bundle',
  judge: (scene) => verified(scene, scene.bundle, scene.kept),
};

/** What `ledger doctor` looks at. */
export const doctor: Judge = {
  name: '`doctor`',
  judge: async ({ room, guard }) => {
    const { guard: complaint, ciphertexts } = await examine(room.store, guard);
    return [...(complaint === undefined ? [] : [complaint.code]), ...ciphertexts.map(({ code }) => code)];
  },
};

/** Two auditors lay what they were shown beside each other; the one who has all statements holds the other's checkpoint against them. */
export const twoAuditors: Judge = {
  name: '`compare`; `verify --since`',
  judge: async (scene) => {
    const at = (name: string): string => join(scene.home, name);
    writeFileSync(at('mine'), scene.note);
    writeFileSync(at('theirs'), scene.kept);
    writeFileSync(at('trust.json'), scene.ledger.trustText);
    const { findings } = await compare({ files: [at('mine'), at('theirs')], trustFile: at('trust.json') });
    return [...findings.map(({ code }) => code), ...(await auditor.judge(scene))];
  },
};

/** The views are made again from position 0, and every row must be the one that was there. */
export const rebuild: Judge = {
  name: 'rebuild and compare',
  judge: async ({ room }) => {
    const shown = await viewRows(room);
    await foldViews(room);
    return shown === (await viewRows(room)) ? [] : ['VIEW_DIFFERS'];
  },
};

/** Every row of every view as text. */
async function viewRows(room: Scene['room']): Promise<string> {
  const { views } = await room.views();
  const tables = await views.query(
    (sql) => sql`SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename`,
  );
  const dumped = tables.map(({ name }) =>
    views.query((sql) => sql`SELECT to_jsonb(t)::text AS row FROM ${sql(String(name))} t ORDER BY 1`),
  );
  return JSON.stringify(await Promise.all(dumped));
}

/** Makes the views as the chronicle does. */
export async function foldViews(room: Scene['room']): Promise<void> {
  const recorder = new ViewsRecorder((await room.views()).views);
  await recorder.rebuild();
  await recorder.record((await room.rows()).map(({ position, payload }) => recordedEvent(position, payload)));
}

/** An agency puts each statement together from its message, and holds it against the proof that the log gives for its position. */
export const kafkaReader: Judge = {
  name: '`verify`, receipts',
  judge: async (scene) => {
    const size = sizeOf(scene.note);
    const found = [];
    for (const message of scene.messages) {
      const { index, jwt } = statementIn(message);
      const hashes = scene.ledger.tree.inclusionProof(index, size);
      const proof = formatTlogProof({ index, hashes, checkpoint: scene.note });
      found.push(...(await verified(scene, Buffer.from(formatReceipt(proof, jwt)))));
    }
    return found;
  },
};

function statementIn({ headers, value }: KafkaMessage): { readonly index: number; readonly jwt: string } {
  const text = (name: string): string => String(headers[name]);
  const signature = fromBase64url(text('ce_sig')) ?? new Uint8Array();
  return { index: Number(text('ce_position')), jwt: compactJwt(text('ce_kid'), value, signature) };
}
