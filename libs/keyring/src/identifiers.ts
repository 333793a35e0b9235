import { eventIdInput, pseudonym, pseudonymInput, requestInput, uuidFromHmac } from '#libs/integrity';

import { hmacUnder } from './hmac.js';
import type { KeyStore } from './key-store.js';

/** Everything derived from the secrets of an installation: nobody outside can test a guess, and a retry gives the same result. */
export class Identifiers {
  private readonly idMac: (input: Uint8Array) => Uint8Array;
  private readonly pseudonymMac: (input: Uint8Array) => Uint8Array;

  constructor(idSecret: Uint8Array, pseudonymSecret: Uint8Array) {
    this.idMac = hmacUnder(idSecret);
    this.pseudonymMac = hmacUnder(pseudonymSecret);
  }

  static async from(keyStore: KeyStore): Promise<Identifiers> {
    const [idSecret, pseudonymSecret] = await Promise.all([keyStore.secret('K_id'), keyStore.secret('K_ps')]);
    return new Identifiers(idSecret, pseudonymSecret);
  }

  /**
   * `jti` of the n-th event (from 0) of a command: a UUIDv8. `scope` is `http:<client>` with the Idempotency-Key as `key`,
   * `kafka:<agency>` with source and id, `clock` with `<type>:<stream>:<dueOn>`, `operator` with `<type>:<what>`.
   */
  eventId(scope: string, key: string | readonly string[], n: number): string {
    return uuidFromHmac(this.idMac(eventIdInput(scope, key, n)));
  }

  /** `req`, 32 bytes: tells whether a repeated command is the same request. `body` are the raw bytes, `path` has no query. */
  requestDigest(method: string, path: string, body: Uint8Array): Uint8Array {
    return this.idMac(requestInput(method, path, body));
  }

  /** `ps` of a person known to an identity issuer, 22 characters: linkable within `stream` only. */
  pseudonym(issuer: string, subject: string, stream: string): string {
    return pseudonym(this.pseudonymMac(pseudonymInput(issuer, subject, stream)));
  }
}
