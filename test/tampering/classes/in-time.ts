import type { Entry } from '#libs/event-store';
import { formatReceipt, formatTlogProof, leafHash, MerkleTree } from '#libs/integrity';

import { doctor, type Judge, since, twoAuditors, verified } from '../judges.js';
import { both, mirrorer } from '../mirror-judge.js';
import { jwtOf, sizeOf, treeOf } from '../exported.js';
import { Insider, nextLike } from '../insider.js';
import type { Scene } from '../scene.js';
import type { Injected, TamperClass } from '../tamper-class.js';

/** The rows at some moment, as a backup of the database holds them. */
async function backUp(scene: Scene): Promise<void> {
  const sql = scene.room.insider;
  await sql`CREATE SCHEMA IF NOT EXISTS backup`;
  await sql`DROP TABLE IF EXISTS backup.event`;
  await sql`CREATE TABLE backup.event AS TABLE public.event`;
}

async function restore({ room: { insider: sql } }: Scene): Promise<void> {
  await sql`TRUNCATE event`;
  await sql`INSERT INTO event SELECT * FROM backup.event`;
  await sql`UPDATE head SET size = (SELECT count(*) FROM event), append = NULL`;
}

/** A backup, after which the ledger goes on and the notary signs what comes. */
async function withBackup(scene: Scene): Promise<void> {
  await scene.store();
  await backUp(scene);
  await scene.grow(scene.chance.between(1, 6));
  await scene.append();
  await scene.notarise();
}

/** Other events than those that were there, with the issuer's own signatures, as many as `count`. */
async function goOnOtherwise({ room, ledger }: Scene, count: number): Promise<void> {
  const insider = new Insider(room);
  for (let n = 0; n < count; n++) {
    const rows = await room.rows();
    const last = rows.findLast(({ stream }) => stream.startsWith('communication-')) as Entry;
    const place = { position: rows.length, revision: last.revision + 1, signer: ledger.issuer };
    await insider.insert(await nextLike(last, place));
  }
}

/** The operator restores, goes on, and has the log sign it as if nothing had been. */
async function restoreAndGoOn(scene: Scene): Promise<Injected> {
  const before = sizeOf(scene.note);
  await restore(scene);
  const restored = await scene.room.store.size();
  await goOnOtherwise(scene, scene.chance.between(1, 2 * (before - restored) + 1));
  const tree = treeOf(await scene.room.rows());
  scene.kept = scene.note;
  scene.note = await scene.ledger.checkpoint(tree.size, { root: tree.root() });
  return { did: `restored ${restored} of ${before}, continued to ${tree.size}` };
}

/** Another history of as many statements, or fewer, shown to the second auditor; signed by the same log. */
async function showAnother(scene: Scene): Promise<Injected> {
  const { chance, ledger, note } = scene;
  const size = chance.between(0, 2) === 0 ? sizeOf(note) : chance.between(2, sizeOf(note));
  const at = chance.between(0, size);
  const tree = new MerkleTree();
  const shown = ledger.entries.slice(0, size).map(({ jwt }) => leafHash(jwt));
  const other = leafHash(`${ledger.entries[at]?.jwt}x`);
  for (const [n, leaf] of shown.entries()) tree.append(n === at ? other : leaf);
  scene.kept = await ledger.checkpoint(size, { root: tree.root() });
  return { did: `another statement at ${at} of ${size}` };
}

/** The last statement that was acknowledged, with the proof that the log gives for its position. */
const receipt: Judge = {
  name: '`verify`, receipt',
  judge: async (scene) => {
    const own = scene.acknowledged;
    if (own === undefined) return ['nothing was acknowledged'];
    const tree = treeOf(await scene.room.rows());
    const index = Math.min(own.position, sizeOf(scene.note) - 1);
    const hashes = tree.inclusionProof(index, sizeOf(scene.note));
    const proof = formatTlogProof({ index, hashes, checkpoint: scene.note });
    return verified(scene, Buffer.from(formatReceipt(proof, jwtOf(own))));
  },
};

export const inTime: readonly TamperClass[] = [
  {
    name: 'backup-restored',
    what: 'An old backup restored',
    by: 'superuser SQL',
    judge: doctor,
    own: ['GUARD_MISMATCH'],
    prepare: withBackup,
    inject: async (scene) => {
      await restore(scene);
      return { did: `restored ${await scene.room.store.size()} of ${sizeOf(scene.note)}` };
    },
  },
  {
    name: 'restored-continued',
    what: 'Restored and continued: a fork',
    by: 'superuser SQL',
    judge: both(both(doctor, since), mirrorer),
    own: ['GUARD_MISMATCH', 'CONSISTENCY'],
    prepare: withBackup,
    inject: restoreAndGoOn,
  },
  {
    name: 'two-views',
    what: 'Two views shown to two auditors',
    by: 'false signature',
    judge: twoAuditors,
    own: ['CONSISTENCY'],
    prepare: (scene) => scene.store(),
    inject: showAnother,
  },
  {
    name: 'never-logged',
    what: 'Acknowledged but never logged',
    by: 'superuser SQL',
    judge: receipt,
    own: ['INCLUSION'],
    prepare: async (scene) => {
      await scene.store();
      scene.acknowledged = (await scene.room.rows()).at(-1);
    },
    inject: neverLog,
  },
];

/** What was acknowledged last is gone before the notary comes; something else may have taken its place by then. */
async function neverLog(scene: Scene): Promise<Injected> {
  const position = scene.acknowledged?.position ?? 0;
  await new Insider(scene.room).cut(position);
  const others = scene.chance.between(0, 4);
  await goOnOtherwise(scene, others);
  const tree = treeOf(await scene.room.rows());
  scene.note = await scene.ledger.checkpoint(tree.size, { root: tree.root() });
  return { did: `took back ${position}, ${others} others came` };
}
