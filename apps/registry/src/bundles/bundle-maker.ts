import { Injectable } from '@nestjs/common';

import { slotsJson } from '#libs/domain';
import { type Entry, EventStore, leafOf, pageSize } from '#libs/event-store';
import {
  compactJwt,
  composeBundle,
  equalBytes,
  type HeadsAudience,
  MerkleTree,
  parseSignedCheckpoint,
  selectForReaders,
  utf8,
  zipBytes,
} from '#libs/integrity';
import { LedgerError, parseJson } from '#libs/ledger';
import { viewFiles } from '#libs/projections';

import { HeadsKeeper } from '../clock/heads-keeper.js';
import { LedgerIdentity } from '../ledger-identity.js';
import { BundleContents, eventOf } from './bundle-contents.js';
import { NotaryClient } from './notary-client.js';

export interface BundleOrder {
  readonly code: string;
  readonly audience: HeadsAudience;
  /** Size of an older checkpoint to which consistency is proved. */
  readonly since?: number | undefined;
}

/** Makes the file by which an addressee or the public checks an addressee's whole record without this system. */
@Injectable()
export class BundleMaker {
  constructor(
    private readonly store: EventStore,
    private readonly heads: HeadsKeeper,
    private readonly notary: NotaryClient,
    private readonly contents: BundleContents,
    private readonly identity: LedgerIdentity,
  ) {}

  /** The bytes of a `ledger-bundle/1`. Throws `NOTARY_UNAVAILABLE` when no checkpoint covers the heads in time. */
  async make({ code, audience, since }: BundleOrder): Promise<Uint8Array> {
    const headsPosition = (await this.heads.upToDate(audience)).position;
    const text = await this.notary.checkpointAfter(headsPosition);
    const checkpoint = parseSignedCheckpoint(text)?.checkpoint;
    if (checkpoint === undefined) throw new LedgerError('NOTARY_UNAVAILABLE', 'its checkpoint cannot be read');
    const entries = await this.readAll(checkpoint.size);
    const tree = treeOf(entries);
    if (!equalBytes(tree.root(), checkpoint.root))
      throw new LedgerError('NOTARY_UNAVAILABLE', 'its root is not that of the store');
    const { positions, list } = selectForReaders(entries.map(eventOf), { audience, code, headsPosition });
    const selected = positions.map((position) => entries[position] as Entry);
    const { disclosures, documents } = await this.contents.of(selected, audience, { code, headsPosition });
    return zipBytes(
      composeBundle({
        audience,
        code,
        origin: this.identity.origin,
        headsPosition,
        statements: selected.map((entry) => ({ position: entry.position, jwt: jwtOf(entry) })),
        disclosures,
        lists: new Map([[code, list]]),
        tree,
        checkpoint: { size: checkpoint.size, text },
        slots: parseJson(slotsJson()) as unknown as Record<string, string[]>,
        documents,
        views: new Map([...viewFiles(code, selected.map(eventOf))].map(([name, view]) => [name, utf8(view)])),
        ...(since === undefined ? {} : { since }),
      }),
    );
  }

  private async readAll(size: number): Promise<Entry[]> {
    const entries: Entry[] = [];
    while (entries.length < size) {
      const page = await this.store.read(entries.length, Math.min(pageSize, size - entries.length));
      if (page.length === 0) throw new LedgerError('NOTARY_UNAVAILABLE', 'its checkpoint is ahead of the store');
      entries.push(...page);
    }
    return entries;
  }
}

const jwtOf = ({ kid, payload, signature }: Entry): string => compactJwt(kid, payload, signature);

function treeOf(entries: readonly Entry[]): MerkleTree {
  const tree = new MerkleTree();
  entries.forEach((entry) => tree.append(leafOf(entry)));
  return tree;
}
