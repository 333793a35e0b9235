import type { Fault } from './faults.js';
import type { Standing } from './node.js';
import type { Endpoint } from './rpc-errors.js';

/** What a test tells the process of a double. */
export type Order =
  | { readonly do: 'fail'; readonly fault: Fault }
  /** Cut all connections and take no new ones for so long; answered when it takes them again. */
  | { readonly do: 'refuse'; readonly milliseconds: number }
  | { readonly do: 'stand'; readonly standing: Standing; readonly peers: readonly Endpoint[] };

/** What goes over the channel between the two processes: an order with a number, and that it was obeyed. */
export interface Letter {
  readonly number: number;
  readonly order: Order;
}
