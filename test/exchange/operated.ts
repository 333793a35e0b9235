import { setTimeout as pause } from 'node:timers/promises';

import type { Caller } from '#libs/testing';

type Answer = Readonly<Record<string, unknown>>;

/** The exchange as its operator sees it. */
export class Operated {
  constructor(
    private readonly url: string,
    private readonly secret: string,
  ) {}

  async stateOf(agency: string): Promise<Answer | undefined> {
    const { agencies } = (await this.ask('agencies')) as { readonly agencies: readonly Answer[] };
    return agencies.find((one) => one['agency'] === agency);
  }

  async untilFollowed(agency: string): Promise<void> {
    while ((await this.stateOf(agency))?.['state'] !== 'following') await pause(100);
  }

  /** Takes an agency's messages again if they are stopped; answers whether they were. */
  async resumeStopped(agency: string): Promise<boolean> {
    const isStopped = (await this.stateOf(agency))?.['state'] === 'stopped';
    if (isStopped) await this.ask(`agencies/${agency}/resumption`, 'POST');
    return isStopped;
  }

  /** How many events of a type are in the ledger. */
  async count(staff: Caller, type: string): Promise<number> {
    let count = 0;
    for (let from: number | null = 0; from !== null;) {
      const { json } = await staff.get(`/v1/events?from=${from}`);
      const page = json as { readonly statements: readonly { readonly jwt: string }[]; readonly next: number | null };
      const payloads = page.statements.map(({ jwt }) => Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
      count += payloads.filter((payload) => payload.includes(`"typ":"${type}"`)).length;
      from = page.next;
    }
    return count;
  }

  private async ask(path: string, method: 'GET' | 'POST' = 'GET'): Promise<unknown> {
    const headers = { 'ledger-exchange': this.secret };
    return (await fetch(`${this.url}/v1/exchange/${path}`, { method, headers })).json();
  }
}
