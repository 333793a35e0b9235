import { HeadsLedger } from '#libs/integrity';
import { keysStream } from '#libs/ledger';

import { auditorOfRebuilt } from '../judges.js';
import type { Scene } from '../scene.js';
import type { TamperClass } from '../tamper-class.js';

const letter = { stream: 'communication-KHM-1-2025', type: 'ReminderSent', codes: ['KHM'] };

/** Records what was signed since, and the notary logs it. */
async function logged(scene: Scene): Promise<void> {
  await scene.append();
  await scene.notarise();
}

/** A second key that signs while it may, and is revoked. */
async function withRevokedKey(scene: Scene): Promise<void> {
  const { ledger, chance } = scene;
  const signer = ledger.newKey();
  scene.secondKey = signer;
  await ledger.addKey(signer, 'issuer');
  for (let n = chance.between(0, 4); n > 0; n--) await ledger.record({ ...letter, signer });
  const data = { kid: signer.kid, lastTrustedSize: ledger.size };
  await ledger.record({ stream: keysStream, type: 'KeyRevoked', data, role: 'operator' });
  await scene.grow(chance.between(0, 4));
  await scene.store();
}

/** A key that is added and signs afterwards, as it should. */
async function withAddedKey(scene: Scene): Promise<void> {
  const signer = scene.ledger.newKey();
  await scene.ledger.addKey(signer, 'issuer');
  await scene.ledger.record({ ...letter, signer });
  await scene.store();
}

type List = Map<string, number>;

/** Ways in which a list can be false. Each changes it, whatever stands in it. */
const falsehoods: Readonly<Record<string, (list: List, stream: string) => void>> = {
  'leaves out a stream': (list, stream) => void list.delete(stream),
  'ends a stream too early': (list, stream) => void list.set(stream, (list.get(stream) ?? 0) - 1),
  'ends a stream too late': (list, stream) => void list.set(stream, (list.get(stream) ?? 0) + 1),
  'names a stream that is not there': (list) => void list.set('communication-KHM-99-2025', 0),
};

/** Heads that whoever holds the issuer key signs although they are false. */
async function recordFalseHeads(scene: Scene) {
  const { ledger, chance } = scene;
  const then = new HeadsLedger();
  ledger.entries.forEach(({ event }) => then.add(event));
  const stream = chance.pick([...then.list('KHM', 'addressee')].filter(([, head]) => head > 0).map(([name]) => name));
  const [did, falsify] = chance.pick(Object.entries(falsehoods));
  const { event } = await ledger.recordHeads('addressee', (list, code) => {
    if (code === 'KHM') falsify(list, stream);
  });
  await logged(scene);
  return { did: `a list of ${event.position} ${did}: ${stream}` };
}

export const underKeys: readonly TamperClass[] = [
  {
    name: 'revoked-key',
    what: 'Signed with a key that had been revoked',
    by: 'a stolen key and SQL',
    judge: auditorOfRebuilt,
    own: ['KEY_REVOKED'],
    prepare: withRevokedKey,
    inject: async (scene) => {
      const { secondKey: signer } = scene;
      await scene.ledger.record({ ...letter, ...(signer && { signer }) });
      await logged(scene);
      return { did: 'recorded a reminder' };
    },
  },
  {
    name: 'key-not-yet-added',
    what: 'Signed with a key that is added only later',
    by: 'a stolen key and SQL',
    judge: auditorOfRebuilt,
    own: ['KEY_NOT_YET_ADDED'],
    prepare: withAddedKey,
    inject: async (scene) => {
      const signer = scene.ledger.newKey();
      await scene.ledger.record({ ...letter, signer });
      await scene.grow(scene.chance.between(0, 4));
      await scene.ledger.addKey(signer, 'issuer');
      await logged(scene);
      return { did: 'recorded a reminder' };
    },
  },
  {
    name: 'false-heads',
    what: 'A list of heads that was false when it was signed',
    by: 'false signature',
    judge: auditorOfRebuilt,
    own: ['HEADS_LIST'],
    prepare: (scene) => scene.store(),
    inject: recordFalseHeads,
  },
];
