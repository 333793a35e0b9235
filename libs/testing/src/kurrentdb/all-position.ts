import type streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { Node } from './node.js';
import { readFailed } from './rpc-errors.js';

/** The index of the event a position of `$all` names; the position must be one at which a record begins. */
export function allStart({ log }: Node, from: streamsPb.ReadReq.Options.AllOptions): number {
  const position = from.getPosition();
  if (position === undefined) return from.hasStart() ? 0 : log.count;
  const commit = BigInt(position.getCommitPosition());
  if (commit === 0n) return 0;
  const index = log.indexOf(commit);
  if (index < log.count && BigInt(log.positionAt(index)) !== commit) {
    throw readFailed('ReadAllResult: InvalidPosition >> The position is between two records.');
  }
  return index;
}
