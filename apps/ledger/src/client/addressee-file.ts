import { LedgerError } from '#libs/ledger';

import { ownCall } from '../terminal/own-call.js';
import type { LedgerClient } from './ledger-client.js';
import { namedAddressee } from './named-addressee.js';

interface Listed {
  readonly addressees: readonly { readonly id?: string; readonly name: string }[];
}

/**
 * A part of what is kept of an addressee, such as `timeline`, who is typed by code, id or name. Several share the code of other actors: who
 * asks for that is told their ids (`ADDRESSEE_SHARED`).
 */
export async function addresseeFile<T>(client: LedgerClient, typed: string, part: string): Promise<T> {
  const addressee = encodeURIComponent(await namedAddressee(client, typed));
  try {
    return await client.json<T>(`/v1/addressees/${addressee}/${part}`);
  } catch (error) {
    if (!(error instanceof LedgerError) || error.code !== 'ADDRESSEE_SHARED') throw error;
    const { addressees } = await client.json<Listed>('/v1/addressees');
    const ids = addressees.flatMap(({ id, name }) => (id === undefined ? [] : [`${id} (${name})`]));
    const reason = `name one by its id, as in "${ownCall()} timeline asean": ${ids.join(', ')}`;
    throw new LedgerError('ADDRESSEE_SHARED', { path: 'addressee', reason }, { cause: error });
  }
}
