import { setTimeout as pause } from 'node:timers/promises';

import { canonicalJson, isJsonObject, type Json, type JsonObject, LedgerError } from '#libs/ledger';

import type { Draft } from './entry.js';
import type { Fault } from './fault.js';
import type { PatientLedger } from './patient-ledger.js';

/** A letter's page, as far as an import is compared with it. */
export interface LetterOnLedger {
  readonly status: { readonly letter: string };
  readonly versions: readonly { readonly fields: JsonObject }[];
  readonly replies: readonly JsonObject[];
  readonly thread: readonly { readonly type: string; readonly on: string; readonly facts: JsonObject }[];
}

export const pathOf = ({ key: { code, serial, year } }: Draft): string =>
  `/v1/communications/${code}/${serial}/${year}`;

/** The letter as it is on record; undefined when there is none. */
export async function letterOnLedger(draft: Draft, ledger: PatientLedger): Promise<LetterOnLedger | undefined> {
  try {
    return await ledger.ask((client) => client.json<LetterOnLedger>(pathOf(draft)));
  } catch (error) {
    if (error instanceof LedgerError && error.kind === 'missing') return undefined;
    throw error;
  }
}

const [looks, rhythm] = [40, 250];

/** The letter, of which the ledger has said that it is on record: the views may follow a moment later. */
export async function letterSurelyOnLedger(draft: Draft, ledger: PatientLedger): Promise<LetterOnLedger> {
  for (let look = 0; look < looks; look++) {
    const found = await letterOnLedger(draft, ledger);
    if (found !== undefined) return found;
    await pause(rhythm);
  }
  throw new LedgerError('VIEWS_UNAVAILABLE', 'the views do not show what is recorded');
}

/** In what the record differs from what was to be imported; empty when all of that is on record, with whatever came later. */
export function differences(draft: Draft, onLedger: LetterOnLedger): Fault[] {
  if (draft.kind === 'void') return isVoidedSo(draft, onLedger) ? [] : [otherIn(draft, 'reason')];
  if (draft.kind === 'letter') return differencesOfLetter(draft, draft.body, '', onLedger);
  const { letter, replies, publishedElsewhere } = draft.body;
  const differing = differencesOfLetter(draft, letter as JsonObject, 'letter/', onLedger);
  if (!(replies as readonly JsonObject[]).every((reply) => onLedger.replies.some((one) => isSameReply(one, reply))))
    differing.push(otherIn(draft, 'replies'));
  if (publishedElsewhere !== null && !isPublishedSo(publishedElsewhere, onLedger))
    differing.push(otherIn(draft, 'publishedElsewhere'));
  return differing;
}

function differencesOfLetter(draft: Draft, letter: JsonObject, prefix: string, { versions }: LetterOnLedger): Fault[] {
  const members = Object.keys(letter).filter((member) => member !== 'documents');
  const differing = versions.map(({ fields }) =>
    members.filter((member) => !isSame(asTold(fields, letter, member), letter[member])),
  );
  if (differing.some((names) => names.length === 0)) return [];
  const faults = (differing.at(-1) ?? ['']).map((member) => otherIn(draft, prefix + member));
  return faults.filter(
    (fault, index) => faults.findIndex(({ column, field }) => sameName({ column, field }, fault)) === index,
  );
}

/** The ledger gives an other actor its id; who tells of none is not contradicted by that. */
function asTold(fields: JsonObject, letter: JsonObject, member: string): Json | undefined {
  const [recorded, told] = [fields[member], letter[member]];
  if (member !== 'addressee' || !isJsonObject(recorded) || !isJsonObject(told) || 'id' in told) return recorded;
  return Object.fromEntries(Object.entries(recorded).filter(([name]) => name !== 'id'));
}

const sameName = (a: { column: unknown; field: unknown }, b: Fault): boolean =>
  a.column === b.column && a.field === b.field;

const otherIn = ({ columnAt }: Draft, path: string): Fault => {
  const reason = path.endsWith('restsOn')
    ? 'this letter was recorded here, not imported; nothing is to be done with it'
    : 'this reference is on record with another content here';
  const column = columnAt(path);
  return column === undefined
    ? { field: path, code: 'LETTER_ALREADY_SENT', reason }
    : { column, code: 'LETTER_ALREADY_SENT', reason };
};

const isSame = (a: Json | undefined, b: Json | undefined): boolean =>
  a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b);

const isSameReply = (one: JsonObject, other: JsonObject): boolean =>
  ['on', 'kind', 'language', 'confidential'].every((member) => one[member] === other[member]);

const isPublishedSo = (publication: Json | undefined, { thread }: LetterOnLedger): boolean =>
  thread.some(({ type, facts }) => type === 'LetterPublished' && isSame(facts['publishedElsewhere'], publication));

const isVoidedSo = ({ body }: Draft, { thread }: LetterOnLedger): boolean =>
  thread.some(
    ({ type, on, facts }) =>
      type === 'ReferenceVoided' &&
      on === body['on'] &&
      facts['reason'] === body['reason'] &&
      isSame(facts['replacedBy'], body['replacedBy']),
  );
