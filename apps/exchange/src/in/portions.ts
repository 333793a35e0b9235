import type { ReceivedMessage } from '#libs/kafka';

/** How many submissions are with the registry at once, so that one append takes several. */
const together = 16;

/** What may be with the registry at once. The same id twice is handed over in turn, so that the first on the topic is the one that counts. */
export function* portions(messages: readonly ReceivedMessage[]): Iterable<readonly ReceivedMessage[]> {
  let portion: ReceivedMessage[] = [];
  const idOf = ({ headers }: ReceivedMessage): string | undefined => headers['ce_id'];
  for (const message of messages) {
    if (portion.length === together || portion.some((other) => idOf(other) === idOf(message))) {
      yield portion;
      portion = [];
    }
    portion.push(message);
  }
  if (portion.length > 0) yield portion;
}
