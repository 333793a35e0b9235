import { canonicalJson, isCanonicalJson, isJsonObject } from '#libs/ledger';
import { concatAll, fromUtf8, utf8 } from '../bytes.js';
import { byteFinder } from '../platform.js';

/** A line of `statements.jsonl`. */
export interface StatementLine {
  readonly position: number;
  readonly jwt: string;
}

/** A line of `disclosures.jsonl`: one disclosure that belongs to the statement at this position. */
export interface DisclosureLine {
  readonly position: number;
  readonly disclosure: string;
}

/** A line of `ciphertexts.jsonl`: lowercase hex SHA-256 of each box of the statement at this position, by path. */
export interface CiphertextsLine {
  readonly position: number;
  readonly digests: Readonly<Record<string, string>>;
}

const mostLineBytes = 1024 * 1024;
const lineFeed = 0x0a;
const positionForm = '(0|[1-9][0-9]{0,15})';
const position = `\\{"position":${positionForm},`;
const isPosition = new RegExp(`^${positionForm}$`);
const statementStart = '{"position":';
const jwtStart = ',"jwt":"';
const statementEnd = '"}';
const disclosureForm = new RegExp(`^${position}"disclosure":"([A-Za-z0-9_-]+)"\\}$`);
const ciphertextsForm = new RegExp(`^${position}"digests":(\\{.*\\})\\}$`);

export const statementText = ({ position, jwt }: StatementLine): string => `{"position":${position},"jwt":"${jwt}"}\n`;
export const disclosureLineText = ({ position, disclosure }: DisclosureLine): string =>
  `{"position":${position},"disclosure":"${disclosure}"}\n`;
export const ciphertextsLineText = ({ position, digests }: CiphertextsLine): string =>
  `{"position":${position},"digests":${canonicalJson(digests)}}\n`;

export const encodeStatements = (lines: readonly StatementLine[]): Uint8Array =>
  concatAll(lines.map((line) => utf8(statementText(line))));
export const encodeDisclosures = (lines: readonly DisclosureLine[]): Uint8Array =>
  concatAll(lines.map((line) => utf8(disclosureLineText(line))));
export const encodeCiphertexts = (lines: readonly CiphertextsLine[]): Uint8Array =>
  concatAll(lines.map((line) => utf8(ciphertextsLineText(line))));

/**
 * Takes a line apart; `undefined` when it is not of the form the writer above gives it. Of what stands in the place of the JWT, `isJwtText`
 * or whoever takes it apart has to say whether it is one.
 */
export function parseStatementLine(text: string): StatementLine | undefined {
  const comma = text.indexOf(',');
  if (!text.startsWith(statementStart) || !text.startsWith(jwtStart, comma)) return undefined;
  const digits = text.slice(statementStart.length, comma);
  if (!isPosition.test(digits) || !text.endsWith(statementEnd)) return undefined;
  return { position: Number(digits), jwt: text.slice(comma + jwtStart.length, -statementEnd.length) };
}

/** Whether a text has only what a compact JWT consists of. */
export const isJwtText = (text: string): boolean => /^[A-Za-z0-9_.-]+$/.test(text);

/** Reads one line strictly; `undefined` when it is not exactly of the form the writer above gives it. */
export function parseDisclosureLine(text: string): DisclosureLine | undefined {
  const [, digits, disclosure] = disclosureForm.exec(text) ?? [];
  return disclosure === undefined ? undefined : { position: Number(digits), disclosure };
}

export function parseCiphertextsLine(text: string): CiphertextsLine | undefined {
  const [, digits, json] = ciphertextsForm.exec(text) ?? [];
  const digests = json === undefined ? undefined : parseDigests(json);
  return digests && { position: Number(digits), digests };
}

function parseDigests(json: string): Readonly<Record<string, string>> | undefined {
  try {
    const value = JSON.parse(json) as unknown;
    const isForm = isJsonObject(value) && Object.values(value).every(isHexDigest);
    // What is its own canonical form names no member twice.
    return isForm && isCanonicalJson(json, value) ? (value as Readonly<Record<string, string>>) : undefined;
  } catch {
    return undefined;
  }
}

const isHexDigest = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

/** A line without its line feed, and its UTF-8. */
export interface TextLine {
  readonly text: string;
  readonly bytes: Uint8Array;
}

/**
 * The lines of a file as its pieces come, so that a long file is never one text; `undefined` for a line that is not UTF-8, longer than
 * 1 MiB, or a last one without its line feed. Those of a piece are made one by one as they are asked for, all before the next piece:
 * what is forgotten at once costs no time to collect.
 */
export async function* textLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Iterable<TextLine | undefined>> {
  const begun = new BegunLine();
  for await (const piece of pieces) yield linesIn(piece, begun);
  if (!begun.isEmpty) yield [undefined];
}

function* linesIn(piece: Uint8Array, begun: BegunLine): Generator<TextLine | undefined> {
  let start = 0;
  const find = byteFinder(piece);
  for (let end = find(lineFeed, 0); end !== -1; end = find(lineFeed, start)) {
    yield begun.end(piece.subarray(start, end));
    start = end + 1;
  }
  begun.add(piece.subarray(start));
}

/** The beginning of a line whose end has not come yet; never more of it than a line may have. */
class BegunLine {
  private parts: Uint8Array[] = [];
  private length = 0;

  get isEmpty(): boolean {
    return this.length === 0;
  }

  add(part: Uint8Array): void {
    this.length += part.length;
    if (this.length <= mostLineBytes && part.length > 0) this.parts.push(part);
  }

  end(part: Uint8Array): TextLine | undefined {
    const isTooLong = this.length + part.length > mostLineBytes;
    const bytes = this.length === 0 ? part : concatAll([...this.parts, part]);
    this.parts = [];
    this.length = 0;
    const text = isTooLong ? undefined : fromUtf8(bytes);
    return text === undefined ? undefined : { text, bytes };
  }
}
