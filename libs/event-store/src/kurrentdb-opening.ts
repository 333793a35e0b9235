import { access, constants } from 'node:fs/promises';
import { LedgerError } from '#libs/ledger';
import { type KurrentAddress, refused } from './kurrentdb-address.js';
import { accessDenied } from './kurrentdb-errors.js';
import type { LedgerStream } from './kurrentdb-stream.js';

/** What a connection says that cannot be made because of TLS, in the words of OpenSSL and of the client. */
const aboutTls = /certificate|self-signed|\bSSL\b|\bTLS\b|wrong version number/i;

/**
 * Throws what keeps this server from being used: CONFIGURATION for what only the address can mend, STORE_FOREIGN for another stream than a
 * ledger's, STORE_UNAVAILABLE for what may pass.
 */
export async function refuseUnusable({ files }: KurrentAddress, stream: LedgerStream): Promise<void> {
  for (const { option, path } of files) {
    await access(path, constants.R_OK).catch(() => {
      throw refused(`the file that ${option} names cannot be read`);
    });
  }
  try {
    await stream.refuseForeign();
  } catch (error) {
    const said = error instanceof LedgerError && error.code === 'STORE_UNAVAILABLE' ? error.message : '';
    if (said.includes(accessDenied)) throw refused(accessDenied);
    if (aboutTls.test(said)) throw refused('no TLS connection to the server that the address names can be made');
    throw error;
  }
}
