/** The same items, each asked for while the one before it is worked on; never more than one ahead. */
export async function* oneAhead<T>(items: AsyncIterable<T>): AsyncIterable<T> {
  const iterator = items[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<T>> => {
    const asked = iterator.next();
    // Whoever stops before he takes it never learns of a failure.
    asked.catch(() => undefined);
    return asked;
  };
  try {
    for (let next = await ask(); next.done !== true;) {
      const { value } = next;
      const following = ask();
      yield value;
      next = await following;
    }
  } finally {
    await iterator.return?.();
  }
}
