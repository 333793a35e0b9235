/** A list that grows at its end in constant time and never changes what was read from it before. */
export interface History<T> {
  readonly size: number;
  readonly last: Link<T> | undefined;
}

interface Link<T> {
  readonly item: T;
  readonly before: Link<T> | undefined;
}

export const emptyHistory: History<never> = { size: 0, last: undefined };

export const appended = <T>(history: History<T>, item: T): History<T> => ({
  size: history.size + 1,
  last: { item, before: history.last },
});

/** The items, oldest first. */
export function itemsOf<T>(history: History<T>): T[] {
  const items: T[] = [];
  for (let link = history.last; link !== undefined; link = link.before) items.push(link.item);
  return items.reverse();
}
