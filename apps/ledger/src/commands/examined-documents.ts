import type { DocumentStore } from '#libs/documents';
import { type Entry, type EventStore, pageSize } from '#libs/event-store';
import { type Finding, recordedEvent } from '#libs/integrity';
import { isJsonObject } from '#libs/ledger';

/**
 * Holds the encrypted documents against their addresses, and against the statements that name them: none may be missing, not even one whose
 * keys were destroyed. In memory is only what is wrong.
 */
export async function examineDocuments(store: EventStore, documents: DocumentStore): Promise<Finding[]> {
  const damaged = new Set<string>();
  for await (const file of documents.damaged()) damaged.add(file);
  const findings: Finding[] = [];
  let next = 0;
  for (let page = await store.read(next, pageSize); page.length > 0; page = await store.read(next, pageSize)) {
    for (const entry of page)
      for (const file of filesNamedIn(entry)) {
        if (damaged.delete(file)) findings.push(isDamaged(file, entry));
        else if (!(await documents.has(file))) findings.push(isMissing(file, entry));
      }
    next = (page.at(-1)?.position ?? next) + 1;
  }
  return [...findings, ...[...damaged].map((file) => isDamaged(file))];
}

/** What was altered until it cannot be read names nothing: that it was altered is for the guard to tell. */
function filesNamedIn({ position, payload }: Entry): string[] {
  try {
    const { documents } = recordedEvent(position, payload).data;
    const files = Array.isArray(documents)
      ? documents.map((each) => (isJsonObject(each) ? each['file'] : undefined))
      : [];
    return files.filter((file) => typeof file === 'string');
  } catch {
    return [];
  }
}

const isDamaged = (file: string, named?: Entry): Finding => ({
  code: 'FILE_DIGEST',
  ...(named && { position: named.position }),
  detail: `the document ${file} has other bytes than its name says`,
});

const isMissing = (file: string, { position }: Entry): Finding => ({
  code: 'FILE_MISSING',
  position,
  detail: `the document ${file} that it names is not there`,
});
