import { createHash } from 'node:crypto';

import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';

import {
  type CommunicationState,
  foundingCodes,
  foldHandling,
  importHistory,
  importLetter,
  knownActors,
  LetterHistory,
  LetterSent,
  noCommunication,
  referenceKey,
  ReferenceVoided,
  voidReference,
  zurichDay,
} from '#libs/domain';
import { type ErrorDetail, LedgerError, type ProposedEvent } from '#libs/ledger';

import type { Draft } from './entry.js';
import { faultsIn } from './fault.js';
import { differences, letterOnLedger } from './letter-on-ledger.js';
import { alreadyThere, type Outcome, refusalOfRow, refused } from './outcome.js';
import type { PatientLedger } from './patient-ledger.js';

/** Says what recording a draft would come to, by the rules of the ledger and what is on record, and records nothing. */
export class Foresight {
  /** What was seen under each number so far: a file may hold a number twice. */
  private readonly seen = new Map<string, string>();

  constructor(private readonly ledger: PatientLedger) {}

  async of(draft: Draft): Promise<Outcome> {
    const key = referenceKey(draft.key);
    const content = createHash('sha256').update(JSON.stringify(draft.body)).digest('base64');
    const before = this.seen.get(key);
    this.seen.set(key, before ?? content);
    if (before !== undefined && before !== content)
      return refused([
        { code: 'LETTER_ALREADY_SENT', reason: 'an earlier row or file has this reference with another content' },
      ]);
    try {
      const types = decided(draft).map(({ type }) => type);
      const onLedger = await letterOnLedger(draft, this.ledger);
      if (before !== undefined) return alreadyThere;
      const isFree = onLedger === undefined || onLedger.status.letter === 'not_sent';
      if (isFree || (draft.kind === 'void' && onLedger.status.letter !== 'void')) return { what: 'recorded', types };
      const faults = differences(draft, onLedger);
      return faults.length === 0 ? alreadyThere : refused(faults);
    } catch (error) {
      return refused(faultsIn(refusalOfRow(error), draft.columnAt));
    }
  }
}

/** The events that the draft would become under a number that is free. Whether another letter holds the same reply is taken as given. */
function decided({ kind, body, key, after }: Draft): readonly ProposedEvent[] {
  const now = Date.now();
  const known = { codes: new Set(foundingCodes), actors: knownActors, letterId: 'new' };
  const context = { now, today: zurichDay(now), reference: key, ...known };
  if (kind === 'void')
    return voidReference(validated(ReferenceVoided, body), { ...context, named: undefined }, noCommunication);
  if (kind === 'letter') return importLetter(validated(LetterSent, body), context, noCommunication);
  const history = validated(LetterHistory, body);
  const replies = history.replies.map((reply, index) => ({ ...reply, id: String(index) }));
  const other: CommunicationState = { ...noCommunication, replies };
  return importHistory(
    history,
    { ...context, id: String, others: new Map(after.map((name) => [name, other])) },
    { communication: noCommunication, handling: foldHandling([]) },
  );
}

function validated<T extends object>(type: new () => T, body: object): T {
  const value = plainToInstance(type, body);
  const details = detailsOf(validateSync(value, { whitelist: true, forbidNonWhitelisted: true }), '');
  if (details.length > 0) throw new LedgerError('BODY_INVALID', details);
  return value;
}

const detailsOf = (errors: readonly ValidationError[], prefix: string): ErrorDetail[] =>
  errors.flatMap(({ property, constraints = {}, children = [] }) => [
    ...Object.values(constraints).map((reason) => ({ path: prefix + property, reason })),
    ...detailsOf(children, `${prefix}${property}/`),
  ]);
