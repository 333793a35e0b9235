import { access, constants } from 'node:fs/promises';
import { AccessDeniedError, END, type KurrentDBClient } from '@kurrent/kurrentdb-client';
import { type KurrentAddress, refused } from './kurrentdb-address.js';
import { KurrentConnection } from './kurrentdb-connection.js';
import { accessDenied, kurrentError } from './kurrentdb-errors.js';

interface Stream {
  readonly name: string;
  /** In milliseconds. */
  readonly answerWithin: number;
}

/** What OpenSSL and the client say of a connection that cannot be made because of TLS. */
const aboutTls = /certificate|self-signed|\bSSL\b|\bTLS\b|wrong version number|PEM/i;

/** Throws what keeps a server from being used: CONFIGURATION for what only the address can mend, else STORE_UNAVAILABLE. */
export async function refuseUnusable(address: KurrentAddress, { name, answerWithin }: Stream): Promise<void> {
  for (const { option, path } of address.files) {
    await access(path, constants.R_OK).catch(() => {
      throw refused(`the file that ${option} names cannot be read`);
    });
  }
  const connection = new KurrentConnection(address.connection, answerWithin);
  try {
    await connection.call((client) => subscribed(client, name));
  } catch (error) {
    if (error instanceof AccessDeniedError) throw refused(accessDenied);
    if (aboutTls.test(kurrentError(error).message)) throw refused('a TLS connection to the server cannot be made');
    throw kurrentError(error);
  } finally {
    await connection.close();
  }
}

/** Asks for something that is answered in a moment by the half of the client that says why it could not connect. */
async function subscribed(client: KurrentDBClient, stream: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const subscription = client.subscribeToStream(stream, { fromRevision: END, requiresLeader: true });
    subscription.on('confirmation', () => resolve()).on('error', reject);
  });
}
