import { Injectable } from '@nestjs/common';

import { recordedBy } from '#libs/domain';
import { toHex } from '#libs/integrity';
import { type DraftLine, type DraftOwner, Identifiers, type PrivateDraft, PrivateDrafts } from '#libs/keyring';
import { Clock, LedgerError } from '#libs/ledger';
import { type CommandRequest, type Identity, requireRole } from '#libs/service';

import { OneAtATime } from '../one-at-a-time.js';
import { type DraftContents, decodeContents, encodeContents } from './draft-contents.js';
import { keyOf } from './kept-reading.js';
import { type LetterMediaType, LetterReader } from './letter-reader.js';
import { ReadingTerm } from './reading-term.js';
import type { CorrectedReading } from './reading-request.js';

/** A draft with what is sealed of it. */
export interface Draft {
  readonly line: DraftLine;
  readonly contents: DraftContents;
}

/** How many letters one person may have read and neither confirmed nor discarded. */
const mostKept = 20;
/** How many stand on one page of the list. */
const pageLength = 10;
const firstId = '00000000-0000-0000-0000-000000000000';
const idForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Letters that were read and not confirmed: each is its reader's alone, and for everybody else not there. */
@Injectable()
export class Readings {
  private readonly turns = new OneAtATime();

  constructor(
    private readonly drafts: PrivateDrafts,
    private readonly reader: LetterReader,
    private readonly identifiers: Identifiers,
    private readonly clock: Clock,
    private readonly term: ReadingTerm,
  ) {}

  /** Reads a letter and keeps what was read; the same request again is answered with what is kept. `command.body` is the file. */
  async begin(command: CommandRequest, mediaType: LetterMediaType): Promise<Draft> {
    const whose = this.owner(command.identity);
    const { issuer, subject } = command.identity;
    const id = this.identifiers.eventId(`reading:${issuer} ${subject}`, command.key, 0);
    const request = this.fingerprint(command);
    const before = await this.drafts.find(id, whose);
    if (before !== undefined) return repeated(before, request);
    await this.refuseMore(whose);
    const { text, reading } = await this.reader.read(command.body, mediaType, whose.owner);
    const contents = { request, mediaType, file: command.body, text, reading, correction: {} };
    return this.keep({ id, expiresAt: this.term.endFrom(whose.now) }, contents, whose);
  }

  /** Throws `READING_UNKNOWN`, also to everyone but the person who had the letter read, and once it has expired. */
  async find(identity: Identity, id: string): Promise<Draft> {
    const draft = idForm.test(id) ? await this.drafts.find(id, this.owner(identity)) : undefined;
    if (draft === undefined) throw new LedgerError('READING_UNKNOWN');
    return draftOf(draft);
  }

  /** A page of a person's own, from this id on, and the id of the next one. */
  async list(identity: Identity, from: string = firstId): Promise<{ lines: DraftLine[]; next: string | null }> {
    const whose = this.owner(identity);
    if (!idForm.test(from)) throw new LedgerError('REQUEST_INVALID', { path: 'from', reason: 'the id of a reading' });
    const lines = await this.drafts.list(whose, from, pageLength + 1);
    return { lines: lines.slice(0, pageLength), next: lines[pageLength]?.id ?? null };
  }

  /** What is said of a draft, its confirmation and its end come one after the other: nothing that was answered is lost to another. */
  inTurn<T>(id: string, act: () => Promise<T>): Promise<T> {
    return this.turns.take(id, act);
  }

  /** Keeps what a person says instead of what was read, and nothing of what was said before. */
  correct(command: CommandRequest, id: string, correction: CorrectedReading): Promise<Draft> {
    return this.inTurn(id, () => this.replace(command, id, correction));
  }

  private async replace(command: CommandRequest, id: string, correction: CorrectedReading): Promise<Draft> {
    const { line, contents } = await this.find(command.identity, id);
    const corrected = this.fingerprint({ ...command, path: `${command.path} ${command.key}` });
    if (contents.corrected === corrected) return { line, contents };
    refuseStale(command, line);
    const next = { ...contents, corrected, correction };
    const texts = { label: keyOf(next), value: encodeContents(next) };
    const revision = await this.drafts.replace(line, this.owner(command.identity), texts);
    if (revision === undefined) throw new LedgerError('REVISION_MISMATCH', 'it was changed at the same moment');
    return { line: { ...line, label: texts.label, revision }, contents: next };
  }

  /** Destroys it. Throws `READING_UNKNOWN` as for `find`. */
  async discard(identity: Identity, id: string): Promise<void> {
    const whose = this.owner(identity);
    const removed = idForm.test(id) && (await this.inTurn(id, () => this.drafts.remove(id, whose)));
    if (!removed) throw new LedgerError('READING_UNKNOWN');
  }

  /** Destroys what is on record by now; it may be gone already. */
  async forget(identity: Identity, id: string): Promise<void> {
    if (idForm.test(id)) await this.drafts.remove(id, this.owner(identity));
  }

  private async keep(
    place: { readonly id: string; readonly expiresAt: number },
    contents: DraftContents,
    whose: DraftOwner,
  ): Promise<Draft> {
    const line = { ...place, label: keyOf(contents) };
    const kept = await this.drafts.keep({ ...line, value: encodeContents(contents) }, whose, mostKept);
    if (kept === 'kept') return { line: { ...line, revision: 0 }, contents };
    // The same request may have come twice at once.
    const other = kept === 'known' ? await this.drafts.find(place.id, whose) : undefined;
    if (other !== undefined) return repeated(other, contents.request);
    throw tooMany();
  }

  /** Before the work of reading; that no more are kept is looked after where they are kept. */
  private async refuseMore(whose: DraftOwner): Promise<void> {
    const kept = await this.drafts.list(whose, firstId, mostKept);
    if (kept.length === mostKept) throw tooMany();
  }

  /** Those who record letters have them read; each is known here by a pseudonym that says nothing elsewhere. */
  private owner(identity: Identity): DraftOwner {
    requireRole(identity, readerRoles);
    return { owner: this.identifiers.pseudonym(identity.issuer, identity.subject, 'readings'), now: this.clock.now() };
  }

  private fingerprint({ method, path, body }: CommandRequest): string {
    return toHex(this.identifiers.requestDigest(method, path, body));
  }
}

/** An agency's letters come over Kafka. */
export const readerRoles = recordedBy('LetterSent').filter((role) => role !== 'partner_agency');

/** Throws `REVISION_MISMATCH` when the caller has seen another revision than this. */
export function refuseStale({ ifMatch }: CommandRequest, { revision }: DraftLine): void {
  if (ifMatch !== undefined && ifMatch !== revision)
    throw new LedgerError('REVISION_MISMATCH', { path: 'If-Match', reason: 'another revision is current' });
}

const tooMany = (): LedgerError => new LedgerError('READINGS_TOO_MANY', `confirm or discard one of ${mostKept}`);

const draftOf = ({ value, ...line }: PrivateDraft): Draft => ({ line, contents: decodeContents(value) });

function repeated(draft: PrivateDraft, request: string): Draft {
  const { line, contents } = draftOf(draft);
  if (contents.request !== request) throw new LedgerError('KEY_REUSED');
  return { line, contents };
}
