import type { Append, Outcome } from './event-log.js';
import { type Node, strike } from './node.js';

/** Appends, and lets happen to it what was planned; undefined when the connection was cut, so that nobody can be answered. */
export async function appendWithFaults(node: Node, append: Append, peer: string): Promise<Outcome | undefined> {
  const fault = node.faults.next();
  if (fault?.when === 'half-written') await node.log.tear(append);
  if (fault !== undefined && fault.when !== 'durable' && (await strike(node, fault, peer)) === 'dropped')
    return undefined;
  // It may have resigned while it waited; then another one writes.
  if (fault !== undefined && node.standing.role !== 'leader') {
    node.drop(peer);
    return undefined;
  }
  const outcome = await node.log.append(append);
  if (fault?.when === 'durable' && (await strike(node, fault, peer)) === 'dropped') return undefined;
  return outcome;
}
