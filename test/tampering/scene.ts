import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { guardIn, LedgerKeys, Notary, signedCheckpoint, TileFolder } from '#apps/notary';
import { type Entry, foundingOf } from '#libs/event-store';
import { MerkleTree, parseSignedCheckpoint, type Signer } from '#libs/integrity';
import type { KafkaMessage } from '#libs/kafka';
import { LedgerError } from '#libs/ledger';
import { type SmallLedger, storedEntries } from '#libs/testing';

import { GeneratedHistory } from '../histories/generated-history.js';
import { type StepName, steps } from '../histories/steps.js';
import { Chance } from './chance.js';
import type { Room } from './room.js';

const stepNames = Object.keys(steps) as StepName[];

/**
 * One trial: a history that grew by decisions chosen at random, kept in a real store and logged by the real notary. What is shown of it to
 * whoever judges stands here too, and is what tampering changes.
 */
export class Scene {
  readonly ledger: SmallLedger;
  /** Position of the heads on which a bundle rests. */
  heads = 0;
  /** The checkpoint that is shown, signed by the log and by a witness. */
  note = '';
  /** An older one, that somebody kept. */
  kept = '';
  /** A bundle as it lies with somebody, when that is what is tampered with. */
  bundle: Uint8Array = new Uint8Array();
  /** A statement that somebody was given when it was recorded. */
  acknowledged: Entry | undefined;
  /** Messages as they lie in Kafka. */
  messages: KafkaMessage[] = [];
  /** Another issuer key than the first. */
  secondKey: Signer | undefined;

  private constructor(
    readonly room: Room,
    readonly chance: Chance,
    private readonly history: GeneratedHistory,
    /** Where this trial's own files lie, the guard among them. */
    readonly home: string,
  ) {
    this.ledger = history.ledger;
  }

  /** A letter and an allegation at least, the heads of both audiences, and something after them. */
  static async set(room: Room, seed: number): Promise<Scene> {
    const chance = new Chance(seed);
    const history = await GeneratedHistory.begin(`tampering ${seed}`);
    const home = join(room.folder, String(seed));
    mkdirSync(home, { recursive: true });
    const scene = new Scene(room, chance, history, home);
    await history.take(steps.send, 0);
    await history.take(steps.receive, chance.between(0, 100));
    await scene.grow(chance.between(20, 60));
    await scene.ledger.recordHeads('public');
    scene.heads = (await scene.ledger.recordHeads('addressee')).event.position;
    await scene.grow(chance.between(5, 20));
    scene.kept = await scene.ledger.checkpoint(chance.between(scene.heads + 1, scene.ledger.size));
    scene.note = await scene.ledger.checkpoint();
    return scene;
  }

  /** So many steps more, those left out that the rules refuse. */
  async grow(count: number): Promise<void> {
    for (let n = 0; n < count; n++)
      await this.history.take(steps[this.chance.pick(stepNames)], this.chance.between(0, 100));
    await this.ledger.record({ stream: 'communication-KHM-1-2025', type: 'ReminderSent', codes: ['KHM'] });
  }

  get guard() {
    return guardIn(this.home);
  }

  /** Puts the history into the store; the notary logs it, and the checkpoint shown is its own. */
  async store(): Promise<void> {
    await this.room.hold(storedEntries(this.ledger));
    const { origin, log } = this.ledger;
    await this.guard.write(await signedCheckpoint({ origin, size: 0, root: new MerkleTree().root() }, [log]));
    await this.notarise();
  }

  /** Appends what was recorded since. */
  async append(): Promise<void> {
    const size = await this.room.store.size();
    await this.room.store.append(size, storedEntries(this.ledger, size));
  }

  /** Starts the notary on the store as it is now: it signs what is there, or says why it does not. */
  async notarise(): Promise<void> {
    const { store } = this.room;
    const { origin } = await foundingOf(store);
    const keys = new LedgerKeys(store, () => Promise.resolve([this.ledger.log]));
    const tiles = new TileFolder(join(this.home, 'tiles'));
    const notary = new Notary({ store, guard: this.guard, tiles, keys, origin });
    await notary.start(() => Promise.resolve(undefined));
    await notary.onApplicationShutdown();
    if (notary.objection !== undefined) throw notary.objection;
    this.note = await this.cosigned(notary.checkpoint.note);
  }

  /** The witness cosigns whatever continues what it cosigned before; the log's own line stays as it is. */
  private async cosigned(note: string): Promise<string> {
    const signed = parseSignedCheckpoint(note)?.checkpoint;
    if (signed === undefined) throw new LedgerError('INTERNAL', 'the notary signed no checkpoint');
    const lines = (await this.ledger.checkpoint(signed.size, { root: signed.root })).split('\n');
    return `${note}${lines.at(-2)}\n`;
  }
}
