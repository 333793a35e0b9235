import { basename } from 'node:path';
import { createInterface } from 'node:readline/promises';

import { addresseeKinds, knownActors, letterGrounds, type LetterSent, recogniseAddressee } from '#libs/domain';
import { clearTextsWithNames, doubtsAbout, letterSentFrom, readLetter, type Reading } from '#libs/letters';
import { type JsonObject, LedgerError } from '#libs/ledger';
import { isPdf } from '#libs/pdf';

import { readingWords } from '../commands/read.js';
import { usage } from '../terminal/failure.js';
import { textOfLetter } from '../terminal/files.js';
import type { Envelope } from './envelope.js';

/** How a letter's text is confirmed: `yes` without asking, else by the person at the terminal. */
export interface LetterFlags {
  readonly yes?: true;
  readonly restsOn?: string;
  /** To whom a letter under `OTH` is, and what that is; the kind of a known actor need not be said. */
  readonly addressee?: string;
  readonly addresseeKind?: string;
}

/** The record that a letter's file, text or PDF, becomes once a person has confirmed the reading; undefined when that person said no. */
export async function envelopeOfLetter(
  file: string,
  bytes: Uint8Array,
  flags: LetterFlags,
): Promise<Envelope | undefined> {
  const reading = readLetter(await textOfLetter(bytes));
  const confirmation = { restsOn: groundOf(flags.restsOn), documents: [], addressee: addresseeOf(flags) };
  const letter = letterSentFrom(reading, confirmation);
  const naming = clearTextsWithNames(letter);
  if (naming.length > 0)
    throw new LedgerError(
      'NAME_UNMARKED',
      naming.map((path) => ({
        path,
        reason: 'an honorific with a name; record it as JSON with [name 1] in its place',
      })),
    );
  if (!(await confirmed(reading, flags))) return undefined;
  return {
    type: 'LetterSent',
    data: letter as unknown as JsonObject,
    references: [reading.record.reference],
    attachments: [{ name: basename(file), mediaType: isPdf(bytes) ? 'application/pdf' : 'text/plain', bytes }],
  };
}

function groundOf(text = 'allegations'): (typeof letterGrounds)[number] {
  const ground = letterGrounds.find((each) => each === text);
  const byHand = letterGrounds.filter((each) => each !== 'import').join(', ');
  if (ground === undefined) throw usage(`--rests-on is one of ${byHand}`);
  return ground;
}

function addresseeOf({ addressee: name, addresseeKind }: LetterFlags): LetterSent['addressee'] | undefined {
  if (name === undefined) return undefined;
  const id = recogniseAddressee(name)?.id;
  const known = knownActors.find((actor) => actor.id === id)?.kind;
  const kind = addresseeKinds.find((each) => each === (addresseeKind ?? known) && each !== 'state');
  const others = addresseeKinds.filter((each) => each !== 'state').join(', ');
  if (kind === undefined) throw usage(`--addressee-kind is one of ${others}`);
  return { name, kind, ...(id === undefined ? {} : { id }) };
}

async function confirmed(reading: Reading, { yes }: LetterFlags): Promise<boolean> {
  const doubts = doubtsAbout(reading);
  if (yes && doubts.length > 0)
    throw new LedgerError(
      'REFERENCE_INVALID',
      doubts.map(({ message }) => ({ path: 'reference', reason: message })),
    );
  if (yes) return true;
  if (!process.stdin.isTTY)
    throw usage('a letter is recorded once a person confirms what was read: give --yes to confirm it unasked');
  process.stderr.write(`${readingWords(reading).join('\n')}\n\n`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new AbortController();
  terminal.once('close', () => closed.abort());
  // Whoever ends it with Ctrl-C or Ctrl-D has not said yes.
  const answer = await terminal.question('Record this? [y/N] ', { signal: closed.signal }).catch(() => '');
  terminal.close();
  return /^y(?:es)?$/iu.test(answer.trim());
}
