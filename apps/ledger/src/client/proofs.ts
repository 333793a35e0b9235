import { setTimeout } from 'node:timers/promises';

import {
  type Checkpoint,
  type Finding,
  leafHash,
  parseSignedCheckpoint,
  parseTlogProof,
  parseTrust,
  printable,
  type SignedCheckpoint,
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

  /** The newest signed tree head, or what is wrong with it when the trusted log has not signed it. */
  async checkpoint(): Promise<Checkpoint | Finding> {
    const text = await this.client.text('/checkpoint');
    return (await this.signed(text)) ?? notTrusted(parseSignedCheckpoint(text), this.trust.origin);
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

const eitherOr = 'either it is the trust file of another ledger, or the server is not what it says';

/** Asking again would not help: whatever the server is, it is not the ledger that the trust file names. */
function notTrusted(shown: SignedCheckpoint | undefined, trusted: string): Finding {
  if (shown === undefined)
    return { code: 'CHECKPOINT_FORM', detail: 'what the server shows as its checkpoint is none' };
  const { origin } = shown.checkpoint;
  if (origin !== trusted) {
    const whose = `the checkpoint is of ${printable(origin)}, and the trust file of ${trusted}`;
    return { code: 'ORIGIN', detail: `${whose}: ${eitherOr}` };
  }
  const detail = `the checkpoint is not signed by the log of the trust file: ${eitherOr}; after a change of the log's key the trust file of that time is needed`;
  return { code: 'CHECKPOINT_UNKNOWN_LOG', detail };
}
