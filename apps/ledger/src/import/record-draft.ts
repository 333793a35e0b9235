import { createHash } from 'node:crypto';

import type { JsonObject, LedgerError } from '#libs/ledger';

import type { LedgerClient, Write } from '../client/ledger-client.js';
import type { Draft } from './entry.js';
import { faultsIn } from './fault.js';
import { differences, letterSurelyOnLedger, pathOf } from './letter-on-ledger.js';
import { alreadyThere, type Outcome, refusalOfRow, refused } from './outcome.js';
import type { PatientLedger } from './patient-ledger.js';

interface Answer {
  readonly events: readonly { readonly type: string; readonly position: number }[];
}

/**
 * Records a draft. The Idempotency-Key derives from what is sent, so that the same again is answered with what is on record; `from` is the
 * ledger's size when the import began, which tells the two apart. A letter recorded by somebody else is compared by its content.
 */
export async function recordDraft(draft: Draft, ledger: PatientLedger, from: number): Promise<Outcome> {
  try {
    const { events } = await ledger.ask(async (client) => client.write<Answer>(await writeOf(draft, client)));
    if (events.some(({ position }) => position < from)) return alreadyThere;
    return { what: 'recorded', types: events.map(({ type }) => type) };
  } catch (error) {
    const refusal = refusalOfRow(error);
    return isTaken(refusal) ? comparedWithRecord(draft, ledger, refusal) : refused(faultsIn(refusal, draft.columnAt));
  }
}

const isTaken = ({ code }: LedgerError): boolean => code === 'LETTER_ALREADY_SENT' || code === 'LETTER_VOID';

async function comparedWithRecord(draft: Draft, ledger: PatientLedger, refusal: LedgerError): Promise<Outcome> {
  if (draft.kind !== 'void' && refusal.code === 'LETTER_VOID')
    return refused([{ ...atReference(draft), ...said(refusal) }]);
  const faults = differences(draft, await letterSurelyOnLedger(draft, ledger));
  return faults.length === 0 ? alreadyThere : refused(faults);
}

const atReference = ({ kind }: Draft) => (kind === 'letter' ? {} : ({ column: 'reference' } as const));
const said = ({ code, title }: LedgerError) => ({ code, reason: title });

async function writeOf(draft: Draft, client: LedgerClient): Promise<Write> {
  const method = draft.kind === 'letter' ? 'PUT' : 'POST';
  const path = draft.kind === 'letter' ? pathOf(draft) : `${pathOf(draft)}/${draft.kind}`;
  const body = await bodyOf(draft, client);
  const digest = createHash('sha256')
    .update(`${method} ${path}\n${JSON.stringify(body)}`)
    .digest('hex');
  return { method, path, body, key: `import:${digest}` };
}

async function bodyOf({ body, document }: Draft, client: LedgerClient): Promise<JsonObject> {
  if (document === undefined) return body;
  const { file, bytes, digest } = await client.upload(document.bytes);
  return { ...body, documents: [{ file, bytes, digest, name: document.name, mediaType: 'text/plain' }] };
}
