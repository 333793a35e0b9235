import {
  compactJwt,
  type Disclosure,
  disclosureText,
  formatEntryTile,
  formatHeadsList,
  formatNote,
  formatSignedCheckpoint,
  formatTlogProof,
  fromUtf8,
  hasQuorum,
  openZip,
  parseCompactJwt,
  parseDisclosure,
  parseEntryTile,
  parseHashTile,
  parseHeadsList,
  parseNote,
  parseSignedCheckpoint,
  parseTilePath,
  parseTlogProof,
  parseTrust,
  parseWitnessPolicy,
  tilePath,
  type Trust,
  utf8,
  verifyBundle,
  verifyReceipt,
  zipBytes,
} from '#libs/integrity';
import { LedgerError } from '#libs/ledger';
import { decodeFiles, withDigests } from './container.js';

export type Outcome = 'read' | 'refused';

/** Reads an input and says which of its documented outcomes it had. Whatever it throws is a fault of ours. */
export type Parser = (input: Uint8Array) => Outcome | Promise<Outcome>;

const latin = (input: Uint8Array): string => Buffer.from(input).toString('latin1');

/** What was read, written again, is what was there: there is one text for each thing. */
function sameAgain(again: string | undefined, text: string): Outcome {
  if (again === undefined) return 'refused';
  if (again !== text) throw new LedgerError('SEAL_BROKEN', `two texts for one thing: ${JSON.stringify(again)}`);
  return 'read';
}

/** A parser of texts, given what it reads written again. */
const ofText =
  (again: (text: string) => string | undefined): Parser =>
  (input) => {
    const text = fromUtf8(input);
    return text === undefined ? 'refused' : sameAgain(again(text), text);
  };

function readDisclosure(text: string): Disclosure | undefined {
  try {
    return parseDisclosure(text);
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'SEAL_BROKEN') return undefined;
    throw error;
  }
}

const read = <T>(parse: (text: string) => T | undefined, write: (value: T) => string): Parser =>
  ofText((text) => {
    const value = parse(text);
    return value === undefined ? undefined : write(value);
  });

function tile(input: Uint8Array): Outcome {
  const entries = parseEntryTile(input)?.map((entry) => latin(entry));
  const isPath = sameAgain(pathAgain(latin(input)), latin(input)) === 'read';
  if (parseHashTile(input, Math.ceil(input.length / 32)) === undefined && input.length % 32 === 0) return 'refused';
  const isAscii = entries?.every((entry) => /^[\x00-\x7f]*$/.test(entry)) === true;
  if (isAscii) sameAgain(latin(formatEntryTile(entries)), latin(input));
  return isPath || entries !== undefined ? 'read' : 'refused';
}

function pathAgain(path: string): string | undefined {
  const parsed = parseTilePath(path);
  return parsed && tilePath(parsed);
}

async function zip(input: Uint8Array): Promise<Outcome> {
  const opened = openZip(input);
  if (!('names' in opened)) return 'refused';
  for (const name of opened.names) await opened.read(name);
  return 'read';
}

function policy(text: string): boolean {
  const parsed = parseWitnessPolicy(text);
  if (parsed) hasQuorum(parsed, new Set([...parsed.witnesses.keys()].slice(0, 3)));
  return parsed !== undefined;
}

/** Every parser of what comes from outside, by the name that `npm run fuzz` takes; receipts and bundles are held against this trust. */
export function parsers(trust: Trust): Readonly<Record<string, Parser>> {
  return {
    statement: async (input) => {
      const jwt = fromUtf8(input);
      if (jwt === undefined) return 'refused';
      await verifyReceipt(utf8(`c2sp.org/tlog-proof@v1\nindex 0\n\n`), { trust, jwt });
      const parts = parseCompactJwt(jwt);
      if (parts?.kid === undefined) return 'refused';
      return sameAgain(compactJwt(parts.kid, parts.payload, parts.signature), jwt);
    },
    note: read(parseNote, formatNote),
    checkpoint: read(parseSignedCheckpoint, ({ checkpoint, note }) =>
      formatSignedCheckpoint(checkpoint, note.signatures),
    ),
    proof: async (input) => {
      await verifyReceipt(input, { trust });
      return read(parseTlogProof, formatTlogProof)(input);
    },
    tile,
    disclosure: read(readDisclosure, disclosureText),
    heads: read(parseHeadsList, formatHeadsList),
    trust: (input) => (parseTrust(fromUtf8(input) ?? '') === undefined ? 'refused' : 'read'),
    policy: (input) => (policy(fromUtf8(input) ?? '') ? 'read' : 'refused'),
    zip,
    bundle: async (input) => {
      const bytes = await zipBytes(withDigests(decodeFiles(input).filter(({ name }) => name !== '')));
      const { findingsTotal } = await verifyBundle(bytes, { trust });
      return findingsTotal === 0 ? 'read' : 'refused';
    },
  };
}
