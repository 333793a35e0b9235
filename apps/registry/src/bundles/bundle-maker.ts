import { Injectable } from '@nestjs/common';

import { slotsJson } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import {
  type BundleOutline,
  equalBytes,
  type HeadsAudience,
  hashTiles,
  type LongFile,
  parseSignedCheckpoint,
  utf8,
  zippedBundle,
} from '#libs/integrity';
import { LedgerError, parseJson } from '#libs/ledger';
import type { LedgerTally } from '#libs/projections';

import { HeadsKeeper } from '../clock/heads-keeper.js';
import { LedgerIdentity } from '../ledger-identity.js';
import { BundleContents } from './bundle-contents.js';
import type { BundleOrder, Readers } from './bundle-order.js';
import type { BundleWork } from './bundle-work.js';
import type { GatheredFiles } from './gathered-files.js';
import { entriesAt, type LedgerSurvey, surveyed } from './ledger-survey.js';
import { NotaryClient } from './notary-client.js';
import { refuseGrown } from './one-bundle.js';
import type { Spool } from './spool.js';
import { PublicWithdrawals } from './public-withdrawals.js';

interface Written {
  readonly file: Spool;
  /** SHA-256, hex. */
  readonly digest: string;
}

/** A bundle on disk. */
export interface MadeBundle extends Written {
  /** Of the ledger whose record it is. */
  readonly size: number;
  /** Of what it shows. */
  readonly withdrawals: PublicWithdrawals;
}

type Resting = BundleOrder & Readers;

/** How often a bundle is made again because something in it was taken back meanwhile. */
const tries = 10;

/** Makes the file by which an addressee or the public checks an addressee's whole record, or an auditor everything, without this system. */
@Injectable()
export class BundleMaker {
  constructor(
    private readonly store: EventStore,
    private readonly heads: HeadsKeeper,
    private readonly notary: NotaryClient,
    private readonly contents: BundleContents,
    private readonly identity: LedgerIdentity,
  ) {}

  /**
   * Makes a `ledger-bundle/1`, which grows on disk while the ledger is read page by page. Throws `NOTARY_UNAVAILABLE` or `QUORUM_MISSING`
   * when no checkpoint that may be handed out covers the heads in time, and the older one that it is to continue. One that was made before,
   * `madeAt` that size, is made again as long as `refuseGrown` allows it.
   */
  async make(order: BundleOrder, work: BundleWork, madeAt?: number): Promise<MadeBundle> {
    for (let i = 0; i < tries; i++) {
      await this.requireSame(madeAt);
      const made = await this.attempt(order, work, madeAt);
      if (made !== undefined) return made;
    }
    throw new LedgerError('STORE_UNAVAILABLE', 'publications are withdrawn faster than the bundle can be made');
  }

  /** Throws what `refuseGrown` throws of the ledger as it is now. */
  async requireSame(madeAt: number | undefined): Promise<void> {
    if (madeAt !== undefined) await refuseGrown(this.store, madeAt, await this.store.size());
  }

  /**
   * A bundle of what is under one checkpoint. What was published below it and withdrawn since is gone, and the statement that says so is
   * not in the bundle: such a one is `undefined`, for it would not verify, or hand out what nobody is shown any more.
   */
  private async attempt(order: BundleOrder, work: BundleWork, madeAt?: number): Promise<MadeBundle | undefined> {
    work.begin('checkpoint', 1);
    const headsPosition = (await this.heads.upToDate(headsFor(order))).position;
    const text = await this.notary.checkpointAfter(Math.max(headsPosition, (order.since ?? 0) - 1), work);
    const checkpoint = parseSignedCheckpoint(text)?.checkpoint;
    if (checkpoint === undefined) throw new LedgerError('NOTARY_UNAVAILABLE', 'its checkpoint cannot be read');
    if (madeAt !== undefined) await refuseGrown(this.store, madeAt, checkpoint.size);
    const readers = { ...order, headsPosition };
    const survey = await surveyed(this.store, checkpoint.size, readers, work);
    if (!equalBytes(survey.tree.root(), checkpoint.root))
      throw new LedgerError('NOTARY_UNAVAILABLE', 'its root is not that of the store');
    const files = await this.contents.begin();
    try {
      const withdrawals = new PublicWithdrawals(
        this.store,
        checkpoint.size,
        await this.gather(files, readers, survey, work),
      );
      const outline = this.outline(readers, survey, { size: checkpoint.size, text });
      const made = await this.write(outline, files, survey, work);
      // After the last byte was read from where a withdrawal deletes: what it deleted is on record by now.
      if (!(await withdrawals.any())) return { ...made, size: checkpoint.size, withdrawals };
      await made.file.close();
      return undefined;
    } finally {
      await files.close();
    }
  }

  /** Gives the streams of what was gathered. */
  private async gather(
    files: GatheredFiles,
    readers: Resting,
    { positions, released }: LedgerSurvey,
    work: BundleWork,
  ): Promise<ReadonlySet<string>> {
    work.begin('statements', positions.length);
    const streams = new Set<string>();
    let done = 0;
    for await (const entry of entriesAt(this.store, positions)) {
      await this.contents.add(files, entry, readers, released.get(entry.id));
      streams.add(entry.stream);
      work.at(++done);
    }
    await files.end();
    return streams;
  }

  private outline(
    { audience, code, headsPosition, since }: Resting,
    { tree, lists }: LedgerSurvey,
    checkpoint: BundleOutline['checkpoint'],
  ): BundleOutline {
    return {
      ...{ audience, headsPosition, tree, checkpoint, lists },
      ...(code === undefined ? {} : { code }),
      origin: this.identity.origin,
      slots: parseJson(slotsJson()) as unknown as Record<string, string[]>,
      ...(since === undefined ? {} : { since }),
    };
  }

  private async write(
    outline: BundleOutline,
    gathered: GatheredFiles,
    { positions, tally }: LedgerSurvey,
    work: BundleWork,
  ): Promise<Written> {
    work.begin('views', 1);
    const { statements, disclosures, ciphertexts, documents } = gathered;
    const views = outline.code === undefined ? wholeViews(tally) : await gathered.views(outline.code);
    const file = await gathered.room();
    try {
      work.begin('file', proofsOf(outline, positions) + documents.length + views.length + outline.lists.size + 6);
      let begun = 0;
      const contents = { positions, statements, disclosures, ciphertexts, documents, views };
      for await (const piece of zippedBundle(outline, contents, () => work.at(begun++))) await file.write(piece);
      return { file, digest: await file.end() };
    } catch (error) {
      await file.close();
      throw error;
    }
  }
}

/** An auditor's bundle rests on the heads of addressees, which count every stream. */
const headsFor = ({ audience }: BundleOrder): HeadsAudience => (audience === 'public' ? 'public' : 'addressee');

function wholeViews(tally: LedgerTally | undefined): LongFile[] {
  if (tally === undefined) return [];
  const [name, text] = tally.file;
  return [{ name, pieces: () => inOnePiece(text) }];
}

async function* inOnePiece(text: string): AsyncGenerator<Uint8Array> {
  yield utf8(text);
}

/** How many files prove that the statements are in the log. */
const proofsOf = ({ code, checkpoint }: BundleOutline, positions: readonly number[]): number =>
  code === undefined ? hashTiles(checkpoint.size).length : positions.length;
