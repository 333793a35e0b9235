/** Lets those who want the same thing have it one after the other, in the order in which they came. */
export class OneAtATime {
  private readonly last = new Map<string, Promise<unknown>>();

  async take<T>(name: string, act: () => Promise<T>): Promise<T> {
    const turn = (this.last.get(name) ?? Promise.resolve()).then(act);
    const over = turn.catch(() => undefined);
    this.last.set(name, over);
    try {
      return await turn;
    } finally {
      if (this.last.get(name) === over) this.last.delete(name);
    }
  }
}
