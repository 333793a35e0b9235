/**
 * What is to go wrong with one append, once: when it has arrived and nothing was done, when half of it stands in the file, or when it is
 * durable and not yet answered. `drop` cuts the connection it came on, `die` kills the server, `delay` waits so many milliseconds.
 * `after` says how many appends are let through first.
 */
export type Fault =
  | { readonly when: 'arrived' | 'durable'; readonly what: 'drop' | 'die'; readonly after?: number }
  | {
      readonly when: 'arrived' | 'durable';
      readonly what: 'delay';
      readonly milliseconds: number;
      readonly after?: number;
    }
  | { readonly when: 'half-written'; readonly what: 'die'; readonly after?: number };

/** The faults that are planned. */
export class Faults {
  private readonly planned: { fault: Fault; left: number }[] = [];

  plan(fault: Fault): void {
    this.planned.push({ fault, left: fault.after ?? 0 });
  }

  /** Counts one append and gives the fault that strikes it, if one does. */
  next(): Fault | undefined {
    const at = this.planned.findIndex((plan) => plan.left-- === 0);
    return at < 0 ? undefined : this.planned.splice(at, 1)[0]?.fault;
  }
}
