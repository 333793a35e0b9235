import { describe, expect, it } from '@jest/globals';

import { FairTurns } from './fair-turns.js';

/** What is asked for, by whom, and how it ended; each begins when it has its turn and ends when it is told to. */
class Asked {
  readonly began: string[] = [];
  private readonly turns = new FairTurns();
  private readonly ends = new Map<string, () => void>();

  ask(owner: string, name: string): Promise<string> {
    return this.turns
      .take(owner, async () => {
        this.began.push(name);
        await new Promise<void>((end) => this.ends.set(name, end));
        return 'read';
      })
      .catch((error: { code: string }) => error.code);
  }

  end(name: string): void {
    this.ends.get(name)?.();
  }
}

describe('letters that wait to be read', () => {
  it('are one person’s one at a time and two more at most, while another’s is read beside them', async () => {
    const asked = new Asked();
    const slow = ['a1', 'a2', 'a3'].map((name) => asked.ask('a', name));
    expect(await asked.ask('a', 'a4')).toBe('READINGS_WAITING');
    const other = asked.ask('b', 'b1');
    expect(asked.began).toEqual(['a1', 'b1']);
    asked.end('b1');
    expect(await other).toBe('read');
    for (const [n, ended] of slow.entries()) {
      expect(asked.began).toEqual(['a1', 'b1', 'a2', 'a3'].slice(0, n + 2));
      asked.end(`a${n + 1}`);
      expect(await ended).toBe('read');
    }
  });

  it('are read in the order in which they came, but for those whose sender is being read', async () => {
    const asked = new Asked();
    const [a1, b1] = [asked.ask('a', 'a1'), asked.ask('b', 'b1')];
    const rest = [asked.ask('a', 'a2'), asked.ask('c', 'c1'), asked.ask('d', 'd1')];
    asked.end('b1');
    await b1;
    expect(asked.began).toEqual(['a1', 'b1', 'c1']);
    asked.end('a1');
    await a1;
    expect(asked.began).toEqual(['a1', 'b1', 'c1', 'a2']);
    for (const name of ['c1', 'a2']) asked.end(name);
    await Promise.all(rest.slice(0, 2));
    asked.end('d1');
    expect(await Promise.all(rest)).toEqual(['read', 'read', 'read']);
  });

  it('are twenty at most beside the two that are read', async () => {
    const asked = new Asked();
    const all = Array.from({ length: 22 }, (_, n) => asked.ask(`${n}`, `${n}`));
    expect(await asked.ask('late', 'late')).toBe('READINGS_WAITING');
    for (let n = 0; n < 22; n++) {
      asked.end(`${n}`);
      expect(await all[n]).toBe('read');
    }
  });
});
