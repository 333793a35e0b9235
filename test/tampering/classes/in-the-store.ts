import type { Entry } from '#libs/event-store';

import { sizeOf, treeOf } from '../exported.js';
import { edited, editable, Insider, nextLike } from '../insider.js';
import { auditor, auditorOfRebuilt, since } from '../judges.js';
import { both, mirrorer } from '../mirror-judge.js';
import type { Scene } from '../scene.js';
import type { Injected, TamperClass } from '../tamper-class.js';

const stored = { prepare: (scene: Scene) => scene.store() };
const bySql = { by: 'superuser SQL', ...stored } as const;

/** Edits a clear field of an event chosen among these. */
async function editOne({ room, chance }: Scene, rows: readonly Entry[]): Promise<Injected> {
  const entry = chance.pick(editable(rows));
  const { payload, field } = edited(entry, chance);
  await new Insider(room).setPayload(entry.position, payload);
  return { did: `edited ${field} at ${entry.position}` };
}

/** Signs what the store holds now with the keys of log and witness, as whoever stole them could. */
async function signAnew(scene: Scene): Promise<void> {
  const tree = treeOf(await scene.room.rows());
  scene.note = await scene.ledger.checkpoint(tree.size, { root: tree.root() });
}

/** Takes one event out and moves the others up. */
async function takeOut(scene: Scene, among: (rows: readonly Entry[]) => readonly Entry[]): Promise<Injected> {
  const entry = scene.chance.pick(among(await scene.room.rows()));
  const insider = new Insider(scene.room);
  await insider.remove(entry.position);
  await insider.closeUp(entry);
  return { did: `took out ${entry.position}` };
}

const hasLater = (rows: readonly Entry[]): readonly Entry[] =>
  rows.filter((row) => rows.some(({ stream, revision }) => stream === row.stream && revision > row.revision));

/** Where the log has signed and a witness has seen, but what lies behind the heads. */
const cutAt = ({ chance, heads, note }: Scene): number => chance.between(heads + 1, sizeOf(note));

export const inTheStore: readonly TamperClass[] = [
  {
    name: 'edited',
    what: 'A clear field edited',
    ...bySql,
    judge: auditor,
    own: ['BAD_SIGNATURE'],
    inject: async (scene) => editOne(scene, await scene.room.rows()),
  },
  {
    name: 'edited-rebuilt',
    what: 'Edited, and the tiles made anew',
    ...bySql,
    judge: auditorOfRebuilt,
    own: ['INCLUSION'],
    inject: async (scene) => editOne(scene, await scene.room.rows()),
  },
  {
    name: 'stolen-log-key',
    what: 'Edited or taken out, and all signed anew with the stolen keys of log and witness; against an older checkpoint',
    by: 'a stolen key and SQL',
    ...stored,
    judge: since,
    own: ['CONSISTENCY'],
    inject: async (scene) => {
      const known = (rows: readonly Entry[]) => rows.filter(({ position }) => position < sizeOf(scene.kept));
      const injected =
        scene.chance.between(0, 2) === 0
          ? await editOne(scene, known(await scene.room.rows()))
          : await takeOut(scene, (rows) => known(rows).filter(({ position }) => position > 2));
      await signAnew(scene);
      return injected;
    },
  },
  {
    name: 'deleted',
    what: 'An event deleted',
    ...bySql,
    judge: auditor,
    own: ['POSITION_MISSING'],
    inject: async ({ room, chance }) => {
      const { position } = chance.pick(await room.rows());
      await new Insider(room).remove(position);
      return { did: `deleted ${position}` };
    },
  },
  {
    name: 'renumbered',
    what: 'Deleted, and what comes after it renumbered',
    ...bySql,
    judge: auditor,
    own: ['REVISION_GAP'],
    inject: (scene) => takeOut(scene, hasLater),
  },
  {
    name: 'swapped',
    what: 'Two events swapped',
    ...bySql,
    judge: auditorOfRebuilt,
    own: ['INCLUSION', 'TIME_ORDER'],
    inject: async ({ room, chance }) => {
      const rows = await room.rows();
      const one = chance.pick(rows).position;
      const other = chance.pick(rows.filter(({ position }) => position !== one)).position;
      await new Insider(room).exchange(one, other);
      return { did: `swapped ${one} and ${other}` };
    },
  },
  {
    name: 'tail-cut',
    what: 'The tail cut below the witnessed size',
    ...bySql,
    judge: auditor,
    own: ['POSITION_MISSING'],
    inject: async (scene) => {
      const at = cutAt(scene);
      await new Insider(scene.room).cut(at);
      return { did: `cut at ${at}` };
    },
  },
  {
    name: 'tail-cut-inside',
    what: 'The tail cut inside the witnessed size, and an older checkpoint of the log shown that fits',
    ...bySql,
    judge: both(since, mirrorer),
    own: ['CONSISTENCY'],
    inject: async (scene) => {
      const at = cutAt(scene);
      await new Insider(scene.room).cut(at);
      scene.kept = scene.note;
      scene.note = await scene.ledger.checkpoint(at);
      return { did: `cut at ${at}` };
    },
  },
  {
    name: 'inserted',
    what: 'A row inserted without the issuer key, and logged',
    ...bySql,
    judge: auditorOfRebuilt,
    own: ['KEY_UNKNOWN', 'BAD_SIGNATURE'],
    inject: insertRow,
  },
];

/** Under a key of the insider's own, or under the issuer's name with a signature that is not its. */
async function insertRow(scene: Scene): Promise<Injected> {
  const { room, chance, ledger } = scene;
  const rows = await room.rows();
  const letters = rows.filter(({ stream }) => stream.startsWith('communication-'));
  const last = chance.pick(letters);
  const revision = rows.filter(({ stream }) => stream === last.stream).length;
  const forged = await nextLike(last, { position: rows.length, revision, signer: ledger.newKey() });
  const signatures = [forged.signature, last.signature, chance.bytes(64)];
  const way = chance.between(0, 1 + signatures.length);
  const entry =
    way === 0 ? forged : { ...forged, kid: ledger.issuer.kid, signature: signatures[way - 1] ?? forged.signature };
  await new Insider(room).insert(entry);
  await scene.notarise();
  return { did: `inserted ${rows.length} in way ${way}`, own: [way === 0 ? 'KEY_UNKNOWN' : 'BAD_SIGNATURE'] };
}
