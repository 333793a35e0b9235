import {
  type AddresseeKind,
  addresseeKinds,
  addresseeName,
  firstDay,
  isAddresseeCode,
  isLetterType,
  isOtherActor,
  type LetterSent,
  type LetterType,
  parseReference,
  type Reference,
  referenceKey,
} from '#libs/domain';
import { type JsonObject, LedgerError } from '#libs/ledger';
import { clearTextsWithNames } from '#libs/letters';

import { type Cells, countIn, dateIn, dayOrNone, demanded, listIn } from './cells.js';
import { type Column, columns } from './columns.js';
import type { Draft } from './entry.js';
import { cellFault, type Fault, faultsOf } from './fault.js';
import { repliesIn } from './replies-cell.js';
import { columnOfHistory, columnOfVoid } from './row-paths.js';

/** What a row becomes: a letter with all that followed, or a number that is void; else every fault that can be seen in the row itself. */
export function draftOfRow(cells: Cells): Draft | readonly Fault[] {
  return cells.void === '' ? historyOf(cells) : voidOf(cells);
}

function historyOf(cells: Cells): Draft | readonly Fault[] {
  const readers = [
    () => referenceIn(cells, 'reference'),
    () => typeIn(cells),
    () => refuseUnknownCode(cells),
    () => dateIn(cells, 'date'),
    () => addresseeIn(cells),
    ...(['mandates', 'subject'] as const).map((column) => () => demanded(cells, column)),
    ...persons.map((column) => () => countIn(cells, column)),
    () => clauseIn(cells),
    () => dayOrNone(cells, 'reply_asked_by'),
    () => repliesIn(cells),
    () => publicationIn(cells),
    () => refuseNames(cells),
    () => refuseFilled(cells, ['void_replaced_by'], 'is for a row that says in "void" why a number is void'),
  ];
  const faults = faultsOf(readers);
  if (faults.length > 0) return faults;
  const reference = referenceIn(cells, 'reference');
  const replies = repliesIn(cells);
  const letter = letterIn(cells, reference);
  const body = { letter, replies, publishedElsewhere: publicationIn(cells) };
  return {
    kind: 'history',
    reference: `${letter.type} ${referenceKey(reference)}`,
    key: reference,
    body: body as unknown as JsonObject,
    after: replies.flatMap(({ sameReplyTo }) => sameReplyTo ?? []),
    columnAt: columnOfHistory,
  };
}

function voidOf(cells: Cells): Draft | readonly Fault[] {
  const own: readonly Column[] = ['reference', 'date', 'void', 'void_replaced_by'];
  const others = columns.filter((column) => !own.includes(column));
  const replacedBy = () =>
    cells.void_replaced_by === '' ? null : referenceKey(referenceIn(cells, 'void_replaced_by'));
  const faults = faultsOf([
    () => referenceIn(cells, 'reference'),
    () => dateIn(cells, 'date'),
    replacedBy,
    () => refuseNames(cells),
    ...others.map((column) => () => refuseFilled(cells, [column], 'must be empty where the number is void')),
  ]);
  if (faults.length > 0) return faults;
  const key = referenceIn(cells, 'reference');
  const body = { on: dateIn(cells, 'date'), reason: cells.void, replacedBy: replacedBy() };
  return { kind: 'void', reference: referenceKey(key), key, body, after: [], columnAt: columnOfVoid };
}

function letterIn(cells: Cells, { code, fileCodes }: Reference): LetterSent {
  const addressee = addresseeIn(cells);
  const { kind, name } = addressee;
  return {
    on: dateIn(cells, 'date'),
    type: typeIn(cells),
    addressee,
    language: cells.language === '' ? 'und' : cells.language,
    fileCodes,
    mandates: listIn(cells, 'mandates'),
    capacityMandates: [],
    signatories: [],
    subject: cells.subject,
    themes: listIn(cells, 'themes'),
    questions: [],
    instruments: [],
    documentsCited: [],
    upr: [],
    places: [],
    statesMentioned: kind === 'state' ? [{ printed: name, code, role: 'addressee' }] : [],
    allegedPerpetrators: [],
    businesses: [],
    earlierReferences: [],
    otherRecipients: [],
    interimMeasures: false,
    pressClause: false,
    publicationWindow: clauseIn(cells),
    replyAskedBy: dayOrNone(cells, 'reply_asked_by'),
    individuals: individualsIn(cells),
    restsOn: 'import',
    documents: [],
  };
}

function referenceIn(cells: Cells, column: Column): Reference {
  const text = demanded(cells, column);
  try {
    return parseReference(text);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw cellFault(column, error.code, 'must be a reference as it is printed, such as AL KHM 1/2025');
  }
}

/** Faults of the reference itself are said once, by its own reader. */
const referenceOrNone = (cells: Cells): Reference | undefined => {
  try {
    return referenceIn(cells, 'reference');
  } catch {
    return undefined;
  }
};

function typeIn(cells: Cells): LetterType {
  const reference = referenceOrNone(cells);
  if (reference === undefined || isLetterType(reference.type)) return reference?.type ?? 'AL';
  throw cellFault('reference', 'REFERENCE_INVALID', 'must print the type of the letter, such as AL');
}

function refuseUnknownCode(cells: Cells): void {
  const code = referenceOrNone(cells)?.code;
  if (code !== undefined && !isAddresseeCode(code) && !isOtherActor(code))
    throw cellFault('reference', 'ADDRESSEE_UNKNOWN', 'must have the code of an addressee');
}

/** As printed; of a State, when nothing is said, by the name the United Nations had for it on the day of the letter. */
function addresseeIn(cells: Cells): { readonly name: string; readonly kind: AddresseeKind } {
  const code = referenceOrNone(cells)?.code ?? '';
  if (isOtherActor(code)) {
    const kind = addresseeKinds.find((each) => each === cells.addressee_kind && each !== 'state');
    const others = addresseeKinds.filter((each) => each !== 'state').join(', ');
    if (kind === undefined) throw cellFault('addressee_kind', 'BODY_INVALID', `must be one of ${others}`);
    return { name: demanded(cells, 'addressee'), kind };
  }
  if (cells.addressee_kind !== '' && cells.addressee_kind !== 'state')
    throw cellFault('addressee_kind', 'BODY_INVALID', 'must be empty, because the code is of a State');
  if (cells.addressee !== '' || !isAddresseeCode(code)) return { name: cells.addressee, kind: 'state' };
  const on = dateOrNone(cells);
  return { name: addresseeName(code, on === undefined ? {} : { on }) ?? code, kind: 'state' };
}

const dateOrNone = (cells: Cells): string | undefined => {
  try {
    return firstDay(dateIn(cells, 'date'));
  } catch {
    return undefined;
  }
};

const persons = ['women', 'men', 'girls', 'boys', 'other', 'unknown'] as const;

/** Six empty cells say that nobody counted; as soon as one is filled, an empty one is nobody. */
const individualsIn = (cells: Cells): LetterSent['individuals'] =>
  persons.every((column) => cells[column] === '')
    ? 'unspecified'
    : {
        women: countIn(cells, 'women'),
        men: countIn(cells, 'men'),
        girls: countIn(cells, 'girls'),
        boys: countIn(cells, 'boys'),
        other: countIn(cells, 'other'),
        unknown: countIn(cells, 'unknown'),
      };

/** The clause as printed with its number: `within 60 days`, `48 hours`. */
function clauseIn({ publication_clause: printed }: Cells): LetterSent['publicationWindow'] {
  if (printed === '') return null;
  const [, number = '', unit] = /^\D{0,80}(\d{1,4})\s+(days?|hours?)\b\D{0,40}$/iu.exec(printed) ?? [];
  const days = unit?.toLowerCase().startsWith('hour') ? Number(number) / 24 : Number(number);
  if (unit === undefined || !Number.isInteger(days))
    throw cellFault(
      'publication_clause',
      'BODY_INVALID',
      'must hold one number of days, or of hours that are whole days',
    );
  return { days, printed };
}

function publicationIn(cells: Cells): { readonly url: string; readonly on: string } | null {
  if (cells.published_url === '' && cells.published_on === '') return null;
  return { url: demanded(cells, 'published_url'), on: dateIn(cells, 'published_on') };
}

/** A first check, as `record --yes` has it: whoever is named in a clear text could be harmed by it. */
function refuseNames(cells: Cells): void {
  const naming = clearTextsWithNames(cells);
  if (naming.length > 0)
    throw new LedgerError(
      'NAME_UNMARKED',
      naming.map((path) => ({ path, reason: 'an honorific with a name; write [name 1] in its place' })),
    );
}

function refuseFilled(cells: Cells, empty: readonly Column[], reason: string): void {
  for (const column of empty) if (cells[column] !== '') throw cellFault(column, 'BODY_INVALID', reason);
}
