import { communicationKey, printedReference } from '#libs/projections';

/** `AL KHM 1/2025` for a communication's stream; the stream's own name should it be none. */
export function referenceOf(stream: string, label: string | null): string {
  const key = communicationKey(stream);
  return key === undefined ? stream : printedReference(key, label ?? undefined);
}
