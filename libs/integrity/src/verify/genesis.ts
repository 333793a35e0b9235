import { keysStream, policyStream } from '#libs/ledger';
import { type Ed25519Jwk, thumbprint } from '../keys.js';
import type { Findings } from './finding.js';
import type { KeyRing } from './key-ring.js';
import type { Statement } from './statements.js';

/** What is said of a ledger that was founded with another key than the one that was pinned. */
export const otherFirstKey = 'the first issuer key is not the pinned one';

export interface Pinned {
  readonly origin: string;
  readonly genesis?: Ed25519Jwk;
}

/** Positions 0, 1 and 2, of which `first` has those that could be read, found the ledger: its origin and codes, the pinned genesis key, the log's key (design 7.1). */
export function checkGenesis(
  first: ReadonlyMap<number, Statement>,
  ring: KeyRing,
  pinned: Pinned,
  findings: Findings,
): void {
  const [founded, genesis, log] = [0, 1, 2].map((position) => first.get(position));
  if (!isFirst(founded, policyStream, 'LedgerFounded', 0))
    findings.add('GENESIS', 'position 0 does not found a ledger');
  else if (founded?.event.data.origin !== pinned.origin)
    findings.add('ORIGIN', 'the ledger was founded under another origin', { position: 0 });
  if (!isFirst(genesis, keysStream, 'KeyAdded', 0) || genesis?.event.data.purpose !== 'issuer')
    findings.add('GENESIS', 'position 1 does not add the first issuer key');
  if (!isFirst(log, keysStream, 'KeyAdded', 1) || log?.event.data.purpose !== 'log')
    findings.add('GENESIS', 'position 2 does not add the key of the log');
  const kid = genesis?.event.data.kid;
  if (pinned.genesis && kid !== thumbprint(pinned.genesis)) findings.add('GENESIS', otherFirstKey, { position: 1 });
  for (const statement of [founded, genesis])
    if (statement && (statement.kid !== kid || ring.get(statement.kid)?.addedAt !== 1))
      findings.add('GENESIS', 'the statement is not signed by the key that position 1 adds', statement);
}

const isFirst = (statement: Statement | undefined, stream: string, type: string, revision: number): boolean =>
  statement?.stream === stream && statement.event.type === type && statement.event.revision === revision;
