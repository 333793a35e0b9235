import { Injectable } from '@nestjs/common';

import { LetterSent, parseReference, referenceKey } from '#libs/domain';
import { LedgerError } from '#libs/ledger';
import { doubtsAbout } from '#libs/letters';
import { type CommandRequest, requireRole, validated } from '#libs/service';

import { Letters, type Referenced } from '../communications/letters.js';
import { type DocumentLink, type Staged, Staging } from '../documents/staging.js';
import { refuseNames } from '../imports/refuse-names.js';
import type { Registered } from '../registrar.js';
import type { DraftContents } from './draft-contents.js';
import { keyOf, proposalOf } from './kept-reading.js';
import type { CorrectedReading } from './reading-request.js';
import { readerRoles, Readings, refuseStale } from './readings.js';

/** Letters that were read become letters on record, by the way that every letter takes. */
@Injectable()
export class Confirmations {
  constructor(
    private readonly readings: Readings,
    private readonly letters: Letters,
    private readonly staging: Staging,
  ) {}

  /**
   * Records a letter that was read, with the file as it was given as its document, and destroys the draft. The answer to a repeated request
   * needs no draft; a crash before it is destroyed leaves one that the same request, or its expiry, destroys.
   */
  async confirm(command: CommandRequest, id: string, order: CorrectedReading): Promise<Registered & Referenced> {
    requireRole(command.identity, readerRoles);
    return this.readings.inTurn(id, async () => {
      const recorded = (await this.letters.answered(command)) ?? (await this.record(command, id, order));
      await this.readings.forget(command.identity, id);
      return recorded;
    });
  }

  private async record(command: CommandRequest, id: string, order: CorrectedReading): Promise<Registered & Referenced> {
    const { line, contents } = await this.readings.find(command.identity, id);
    refuseStale(command, line);
    const said = { reading: contents.reading, correction: together(contents.correction, order) };
    refuseDoubt(said);
    const letter = await confirmed(said);
    const reference = parseReference(keyOf(said));
    const staged = await this.staging.stageAtFirst(only(contents.file));
    const document = named(contents, staged, `${letter.type} ${referenceKey(reference)}`);
    const whole = Object.assign(new LetterSent(), letter, { documents: [document, ...letter.documents] });
    try {
      // The revision that the caller named is the draft's: the letter has none yet.
      return await this.letters.send({ ...command, ifMatch: undefined }, reference, whole);
    } catch (error) {
      if (error instanceof LedgerError && error.kind !== 'broken') await staged.takeBack();
      throw error;
    }
  }
}

function named({ mediaType }: DraftContents, { document }: Staged, reference: string): DocumentLink {
  const ending = mediaType === 'application/pdf' ? 'pdf' : 'txt';
  return { ...document, name: `${reference.replaceAll(' ', '_').replaceAll('/', '-')}.${ending}`, mediaType };
}

type Said = Pick<DraftContents, 'reading' | 'correction'>;

/** What is said at the confirmation takes the place of what was said before, each part by itself. */
function together(before: CorrectedReading, now: CorrectedReading): CorrectedReading {
  const { reference = before.reference, letter = before.letter } = now;
  return { ...(reference === undefined ? {} : { reference }), ...(letter === undefined ? {} : { letter }) };
}

/** A number that may be another's is said by the person who confirms. */
function refuseDoubt({ reading, correction }: Said): void {
  const doubts = doubtsAbout(reading);
  if (doubts.length > 0 && correction.reference === undefined)
    throw new LedgerError(
      'REFERENCE_INVALID',
      doubts.map(({ message }) => ({ path: 'reference', reason: message })),
    );
}

/** The record, held to the rules of its payload and to what a person who confirms would have marked. */
async function confirmed(said: Said): Promise<LetterSent> {
  const { letter, lacks } = proposalOf(said);
  const [lack] = lacks;
  if (lack !== undefined) throw new LedgerError(lack.code, lack.detail);
  refuseNames(letter);
  return validated(LetterSent, JSON.parse(JSON.stringify(letter)));
}

async function* only(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(bytes);
}
