import {
  isCanonicalJson,
  isJsonObject,
  type JsonObject,
  LedgerError,
  parseJson,
  type RecordedEvent,
} from '#libs/ledger';
import type { EncodedText } from '../bytes.js';
import { isJwtText, parseStatementLine, type TextLine, textLines } from '../bundle/lines.js';
import { type CompactJwt, leafHashOf, maxPayloadBytes, readCompactJwt } from '../statement.js';
import { areUsable, claimProblems, codesIn } from './claims.js';
import type { Findings } from './finding.js';

/** A statement that could be read; whether it is to be believed is what the checks are about. */
export interface Statement {
  readonly position: number;
  readonly stream: string;
  readonly kid: string;
  /** `<Type>/<ver>`. */
  readonly kind: string;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  readonly iss: string;
  readonly hasSdAlg: boolean;
  readonly ct: string | undefined;
  readonly event: RecordedEvent;
}

export interface Leaf {
  readonly position: number;
  readonly hash: Uint8Array;
}

/** A line of `statements.jsonl`: a leaf of the tree in any case, and a statement when it can be read as one. */
export interface ReadLine extends Leaf {
  readonly statement: Statement | undefined;
}

/**
 * Reads `statements.jsonl` as its pieces come: lines of the exact form, ascending; then each statement's header, payload and claims. Those
 * of a piece are read as they are asked for, all before the next piece. The pieces are read to their end even when so much is wrong that
 * their lines are not.
 */
export async function* readStatements(
  pieces: AsyncIterable<Uint8Array>,
  findings: Findings,
): AsyncGenerator<Iterable<ReadLine>> {
  const last = { position: -1 };
  for await (const texts of textLines(pieces)) yield statementsIn(texts, last, findings);
}

function* statementsIn(
  texts: Iterable<TextLine | undefined>,
  last: { position: number },
  findings: Findings,
): Generator<ReadLine> {
  for (const read of texts) {
    if (findings.isFull) return;
    const line = read && readLine(read);
    if (line === undefined)
      findings.add('LINE', `"statements.jsonl" has a malformed line after position ${last.position}`);
    else if (line.position <= last.position)
      findings.add('LINE', `"statements.jsonl" repeats or goes back to a position`, { position: line.position });
    else {
      const { position, ascii, compact } = line;
      last.position = position;
      yield { position, hash: leafHashOf(ascii), statement: readStatement(position, compact, findings) };
    }
  }
}

/** A line of its form with its JWT taken apart, as far as it can be, and the JWT's own bytes. */
function readLine({ text, bytes }: TextLine) {
  // A line that is longer in UTF-8 has characters that none may have.
  const line = text.length === bytes.length ? parseStatementLine(text) : undefined;
  if (line === undefined) return undefined;
  // Both ends of a line are of one form, so that its JWT ends two bytes before it.
  const ascii = bytes.subarray(bytes.length - 2 - line.jwt.length, -2);
  const compact = readCompactJwt(line.jwt, ascii);
  // What could be taken apart has no other letters: only what could not must be looked at once more.
  return compact || isJwtText(line.jwt) ? { position: line.position, ascii, compact } : undefined;
}

/** Reads one statement, taken apart if it could be; what is wrong with its header, payload or claims is found. */
export function readStatement(
  position: number,
  compact: CompactJwt<EncodedText> | undefined,
  findings: Findings,
): Statement | undefined {
  if (compact?.kid === undefined) {
    findings.add('HEADER', 'the statement does not have the header of a ledger event', { position });
    return undefined;
  }
  if (compact.payload.length > maxPayloadBytes)
    findings.add('TOO_LARGE', `the payload has ${compact.payload.length} bytes, at most 40,960 are allowed`, {
      position,
    });
  const claims = readClaims(compact.payload.text ?? '', position, findings);
  if (claims === undefined) return undefined;
  const stream = typeof claims.sub === 'string' ? { stream: claims.sub.slice(0, 250) } : {};
  for (const problem of claimProblems(claims)) findings.add('CLAIMS', problem, { position, ...stream });
  return areUsable(claims) ? toStatement(position, compact.kid, compact, claims) : undefined;
}

/** The claims, even when their bytes are not what they should be, as far as anything can be said about them. */
function readClaims(text: string, position: number, findings: Findings): JsonObject | undefined {
  try {
    const claims = JSON.parse(text) as unknown;
    // A text that is its own canonical form names no member twice: the parser would have kept the last one only.
    const isCanonical = isCanonicalJson(text, claims);
    if (!isCanonical && namesTwice(text))
      findings.add('DUPLICATE_KEY', 'the payload names a member twice', { position });
    else if (!isCanonical) findings.add('NON_CANONICAL', 'the payload is not its own canonical form', { position });
    if (isJsonObject(claims)) return claims;
    findings.add('CLAIMS', 'the payload is not a JSON object', { position });
  } catch {
    findings.add('NON_CANONICAL', 'the payload is not JSON that a statement may hold', { position });
  }
  return undefined;
}

function namesTwice(text: string): boolean {
  try {
    parseJson(text);
    return false;
  } catch (error) {
    return error instanceof LedgerError && error.code === 'JSON_DUPLICATE_KEY';
  }
}

let lastKind = { type: '', version: 0, kind: '/0' };

/** Statements that follow one another are often of one kind. */
function kindOf(type: string, version: number): string {
  if (lastKind.type !== type || lastKind.version !== version) lastKind = { type, version, kind: `${type}/${version}` };
  return lastKind.kind;
}

function toStatement(position: number, kid: string, jwt: CompactJwt<EncodedText>, claims: JsonObject): Statement {
  const { iss, sub, typ, ver, ct } = claims as { iss: string; sub: string; typ: string; ver: number; ct?: unknown };
  return {
    position,
    stream: sub,
    kid,
    kind: kindOf(typ, ver),
    signed: jwt.signed,
    signature: jwt.signature,
    iss,
    hasSdAlg: Object.hasOwn(claims, '_sd_alg'),
    ct: typeof ct === 'string' ? ct : undefined,
    event: {
      position,
      id: claims.jti as string,
      stream: sub,
      revision: claims.rev as number,
      type: typ,
      version: ver,
      time: claims.time as string,
      by: claims.by as unknown as RecordedEvent['by'],
      codes: codesIn(claims.codes),
      data: claims.data as RecordedEvent['data'],
    },
  };
}
