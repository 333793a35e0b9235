import { join } from 'node:path';

import { type DisclosedHeads, LedgerSource, mirror, MirrorFolder } from '#apps/auditor';
import { headsStream } from '#libs/ledger';

import { disclosed, jwtOf } from './exported.js';
import type { Judge } from './judges.js';
import type { Scene } from './scene.js';

/** What the ledger of a scene answers to whoever asks it from outside. */
class ShownLedger extends LedgerSource {
  constructor(private readonly scene: Scene) {
    super();
  }

  override trust = (): Promise<string> => Promise.resolve(this.scene.ledger.trustText);

  override checkpoint = (): Promise<string> => Promise.resolve(this.scene.note);

  override async *statements(from: number, to: number): AsyncGenerator<readonly string[]> {
    yield (await this.scene.room.rows()).slice(from, to).map(jwtOf);
  }

  override async heads(from: number): Promise<readonly DisclosedHeads[]> {
    const records = (await this.scene.room.rows())
      .filter(({ stream }) => stream === headsStream)
      .slice(from, from + 50);
    return records.map((row) => ({
      position: row.position,
      disclosures: disclosed(row).map(({ disclosure }) => disclosure),
    }));
  }

  override consistency = (from: { readonly size: number }, to: { readonly size: number }) =>
    Promise.resolve(this.scene.ledger.tree.consistencyProof(from.size, to.size));
}

/** An auditor who has mirrored the ledger before and does so again. */
export const mirrorer: Judge = {
  name: '`mirror`',
  judge: async (scene) => {
    const { findings } = await mirror({
      source: new ShownLedger(scene),
      folder: MirrorFolder.open(join(scene.home, 'mirror')),
      signal: new AbortController().signal,
      terminal: { out: () => undefined, err: () => undefined },
    });
    return findings.map(({ code }) => code);
  },
};

/** Two judges, one after the other. Where one finds something and the other nothing, that is all they say. */
export const both = (one: Judge, other: Judge): Judge => ({
  name: `${one.name}; ${other.name}`,
  judge: async (scene) => {
    const [mine, theirs] = [await one.judge(scene), await other.judge(scene)];
    return (mine.length === 0) === (theirs.length === 0) ? [...mine, ...theirs] : ['only one of two judges'];
  },
});
