import { headsStream, streamKind, type StreamKind } from '#libs/ledger';
import { publications } from '../bundle/releases.js';
import { isKnownType } from './claims.js';
import type { CodesInForce } from './codes-in-force.js';
import type { Findings } from './finding.js';
import { IdSet } from './id-set.js';
import { fillsSlots, placementProblems, sealedPlaces, type Slots } from './sealed-places.js';
import type { Statement } from './statements.js';

/** What each statement must be in relation to its ledger, apart from who signed it. */
export interface LedgerContext {
  readonly origin: string;
  readonly codes: CodesInForce;
  /** Slots of the types the verifier knows. */
  readonly slots: Slots;
}

/** Origin, type, codes, sealed places; order of time and uniqueness of ids over all of them. */
export class StatementRules {
  private readonly ids = new IdSet();
  private time = '';

  constructor(
    private readonly ledger: LedgerContext,
    private readonly findings: Findings,
  ) {}

  see(statement: Statement): void {
    const { findings } = this;
    const { id, time } = statement.event;
    checkPlaceInLedger(statement, this.ledger, findings);
    checkSealedPlaces(statement, this.ledger.slots, findings);
    if (time < this.time) findings.add('TIME_ORDER', 'it was recorded before an earlier position', statement);
    if (!this.ids.add(id)) findings.add('JTI_DUPLICATE', 'another statement has the same id', statement);
    this.time = time;
  }
}

function checkPlaceInLedger(statement: Statement, { origin, codes }: LedgerContext, findings: Findings): void {
  const { event, iss, position } = statement;
  if (iss !== origin) findings.add('ORIGIN', 'the statement is of another ledger', statement);
  const kind = streamKind(event.stream);
  if (!isKnownType(kind, event.type))
    findings.add('UNKNOWN_TYPE', `"${event.type.slice(0, 80)}" is no event of such a stream`, statement);
  if (publications.has(event.type) && !Array.isArray(event.data.released))
    findings.add('CLAIMS', 'a publication does not say which sealed fields it releases', statement);
  const problem = codesProblem(statement, kind, codes.below(position));
  if (problem !== undefined) findings.add('CLAIMS', problem, statement);
}

const kindsOfAFile: ReadonlySet<StreamKind | undefined> = new Set(['communication', 'press_release', 'follow_up']);

function codesProblem(
  { event }: Statement,
  kind: StreamKind | undefined,
  inForce: ReadonlySet<string>,
): string | undefined {
  if (event.codes.length > 0 && !kindsOfAFile.has(kind)) return 'such a stream belongs to no addressee’s file';
  if (event.codes.some((code) => !inForce.has(code))) return 'an addressee code had not been adopted';
  if (
    kind === 'communication' &&
    !(event.codes.length === 1 && event.stream.startsWith(`communication-${event.codes[0]}-`))
  )
    return 'a letter’s statement names exactly its addressee';
  return undefined;
}

function checkSealedPlaces(statement: Statement, slots: Slots, findings: Findings): void {
  const { data } = statement.event;
  for (const problem of placementProblems(data)) findings.add('SD_PLACEMENT', problem, statement);
  const isSealed = sealedPlaces(data).length > 0;
  if (statement.hasSdAlg !== isSealed)
    findings.add('SD_PLACEMENT', 'the digest algorithm is named if and only if something is sealed', statement);
  const isEncrypted = isSealed && statement.stream !== headsStream;
  if ((statement.ct !== undefined) !== isEncrypted)
    findings.add('SD_PLACEMENT', 'ciphertexts are committed to if and only if something is encrypted', statement);
  const own = Object.hasOwn(slots, statement.kind) ? slots[statement.kind] : undefined;
  if (own !== undefined && !fillsSlots(data, own))
    findings.add('SD_PLACEMENT', 'not exactly the slots of its type are sealed', statement);
}
