import {
  type CompactJwt,
  isEd25519Jwk,
  parseCompactJwt,
  publicKeyBytes,
  recordedEvent,
  signingInput,
  thumbprint,
  type Trust,
  verifyEd25519,
} from '#libs/integrity';
import type { RecordedEvent } from '#libs/ledger';

import type { LedgerClient } from './ledger-client.js';

/** A statement as the ledger serves it, with what it says. */
export interface Statement {
  readonly position: number;
  readonly jwt: string;
  readonly parts: CompactJwt;
  readonly event: RecordedEvent;
}

interface Page {
  readonly statements: readonly { readonly position: number; readonly jwt: string }[];
  readonly next: number | null;
}

/** The statement in a compact JWT; undefined when it is none. */
export function statementOf(position: number, jwt: string): Statement | undefined {
  const parts = parseCompactJwt(jwt);
  return parts && { position, jwt, parts, event: recordedEvent(position, parts.payload) };
}

/** Every statement of the ledger in order, page by page; for staff and auditors. */
export async function* statements(client: LedgerClient): AsyncGenerator<readonly Statement[]> {
  for (let from: number | null = 0; from !== null;) {
    const page: Page = await client.json<Page>(`/v1/events?from=${from}`);
    yield page.statements.flatMap(({ position, jwt }) => statementOf(position, jwt) ?? []);
    from = page.next;
  }
}

/** The keys that may sign statements: the pinned first one, then those that statements signed by a known one have added. */
export class IssuerKeys {
  private readonly keys = new Map<string, Uint8Array>();

  constructor({ genesis }: Trust) {
    this.keys.set(thumbprint(genesis), publicKeyBytes(genesis));
  }

  knows({ parts }: Statement): boolean {
    return this.keys.has(parts.kid ?? '');
  }

  /** Whether a known key signed the statement; a key that it adds is known from then on. */
  async signed(statement: Statement): Promise<boolean> {
    const { kid, payload, signature } = statement.parts;
    const key = this.keys.get(kid ?? '');
    if (key === undefined || !(await verifyEd25519(key, signingInput(kid ?? '', payload), signature))) return false;
    this.learn(statement.event);
    return true;
  }

  private learn({ type, data }: RecordedEvent): void {
    const { kid, jwk, purpose } = data;
    if (type !== 'KeyAdded' || purpose !== 'issuer' || !isEd25519Jwk(jwk) || thumbprint(jwk) !== kid) return;
    this.keys.set(kid, publicKeyBytes(jwk));
  }
}
