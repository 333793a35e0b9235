import { setTimeout } from 'node:timers/promises';

import {
  type Checkpoint,
  leafHash,
  parseSignedCheckpoint,
  parseTlogProof,
  parseTrust,
  type Trust,
  verifyInclusion,
  verifyNote,
} from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import { usage } from '../terminal/failure.js';
import { fileBytes } from '../terminal/files.js';
import { type LedgerClient, noLedger } from './ledger-client.js';

/** What to trust: the file given, or what the ledger itself says, which shows only that it agrees with itself. */
export async function trustFrom(client: LedgerClient, file: string | undefined): Promise<Trust> {
  const text = file === undefined ? await client.text('/trust') : await fileText(file);
  const trust = parseTrust(text);
  if (trust !== undefined) return trust;
  throw file === undefined ? noLedger(client.url) : usage(`${file}: it is not a trust file (ledger-trust/1)`);
}

const fileText = async (file: string): Promise<string> => Buffer.from(await fileBytes(file)).toString('utf8');

const rhythm = 300;

/** How long a proof that is not there yet is waited for, in milliseconds, and who is told why. */
export interface Patience {
  readonly atMost: number;
  readonly waiting: (reason: string) => void;
}

const short: Patience = { atMost: 10 * rhythm, waiting: () => undefined };

/** An event is under a checkpoint within a second of its append; where witnesses must cosign what is handed out, within a minute. */
export async function proofText(client: LedgerClient, eventId: string, patience = short): Promise<string> {
  for (const began = Date.now(); ;) {
    try {
      return await client.text(`/v1/events/${encodeURIComponent(eventId)}/proof`);
    } catch (error) {
      if (!(error instanceof LedgerError) || error.code !== 'NOTARY_UNAVAILABLE') throw error;
      if (Date.now() - began > patience.atMost) throw error;
      patience.waiting(error.message);
      await setTimeout(rhythm);
    }
  }
}

/** Believes what the log of a trust file has signed. */
export class Notarised {
  private readonly seen = new Map<string, Promise<Checkpoint | undefined>>();

  constructor(
    private readonly client: LedgerClient,
    private readonly trust: Trust,
  ) {}

  /** The newest signed tree head; `NOTARY_UNAVAILABLE` when its signature is not the trusted log's. */
  async checkpoint(): Promise<Checkpoint> {
    const checkpoint = await this.signed(await this.client.text('/checkpoint'));
    if (checkpoint === undefined)
      throw new LedgerError('NOTARY_UNAVAILABLE', 'the checkpoint is not signed by the trusted log');
    return checkpoint;
  }

  /** Whether the statement stands at the position in a tree that the log has signed. */
  async holds(eventId: string, position: number, jwt: string): Promise<boolean> {
    const proof = parseTlogProof(await proofText(this.client, eventId));
    const tree = proof && (await this.signed(proof.checkpoint));
    if (proof === undefined || tree === undefined || proof.index !== position) return false;
    return verifyInclusion({ hash: leafHash(jwt), index: position }, tree, proof.hashes);
  }

  private signed(text: string): Promise<Checkpoint | undefined> {
    const known = this.seen.get(text) ?? this.verified(text);
    this.seen.set(text, known);
    return known;
  }

  private async verified(text: string): Promise<Checkpoint | undefined> {
    const signed = parseSignedCheckpoint(text);
    if (signed?.checkpoint.origin !== this.trust.origin) return undefined;
    return (await verifyNote(signed.note, this.trust.log)) ? signed.checkpoint : undefined;
  }
}
