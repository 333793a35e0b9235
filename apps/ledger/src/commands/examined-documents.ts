import { ShownByRecord } from '#apps/registry';
import type { DocumentStore, PublicArchive } from '#libs/documents';
import { type Entry, type EventStore, pageSize } from '#libs/event-store';
import { type Finding, printable, recordedEvent } from '#libs/integrity';
import { isJsonObject, type RecordedEvent } from '#libs/ledger';

/** Where a ledger keeps documents: encrypted, and what was published of them in clear. */
export interface Shelves {
  readonly documents: DocumentStore;
  readonly published: PublicArchive;
}

/**
 * Holds the encrypted documents against the statements that name them: each must be there with the bytes of its address, even one whose keys
 * were destroyed; and what everyone may see by the record against its digests. Whatever stands in their place is a finding, never an error.
 */
export async function examineDocuments(store: EventStore, { documents, published }: Shelves): Promise<Finding[]> {
  const findings: Finding[] = [];
  const shown = new ShownByRecord();
  let next = 0;
  for (let page = await store.read(next, pageSize); page.length > 0; page = await store.read(next, pageSize)) {
    for (const entry of page)
      for (const file of filesNamedIn(readable(entry, shown))) {
        const state = await documents.state(file);
        if (state !== 'whole') findings.push(strange(file, state, entry));
      }
    next = (page.at(-1)?.position ?? next) + 1;
  }
  return [...findings, ...(await strangeIn(published, shown))];
}

async function strangeIn(published: PublicArchive, shown: ShownByRecord): Promise<Finding[]> {
  const findings: Finding[] = [];
  try {
    for await (const digest of published.damaged()) findings.push(isAltered(digest));
    for (const digest of shown.digests) if (!(await published.holds(digest))) findings.push(isMissing(digest));
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    findings.push({ code: 'FILE_MISSING', detail: `the folder of what was published cannot be read (${code})` });
  }
  return findings;
}

const strange = (file: string, state: 'damaged' | 'missing', { position }: Entry): Finding =>
  state === 'damaged'
    ? { code: 'FILE_DIGEST', position, detail: `the document ${file} has other bytes than its name says` }
    : { code: 'FILE_MISSING', position, detail: `the document ${printable(file)} that it names is not there` };

const isAltered = (digest: string): Finding => ({
  code: 'FILE_DIGEST',
  detail: `what was published as ${digest} has other bytes than its name says`,
});

const isMissing = (digest: string): Finding => ({
  code: 'FILE_MISSING',
  detail: `what everyone may see as ${digest} is not there: send the request again that shows it, or put it back from a copy of public/`,
});

/** What was altered until it cannot be read names nothing: that it was altered is for the guard to tell. */
function readable({ position, payload }: Entry, shown: ShownByRecord): RecordedEvent | undefined {
  try {
    const event = recordedEvent(position, payload);
    shown.take(event);
    return event;
  } catch {
    return undefined;
  }
}

function filesNamedIn(event: RecordedEvent | undefined): string[] {
  const documents = event?.data['documents'];
  const files = Array.isArray(documents)
    ? documents.map((each) => (isJsonObject(each) ? each['file'] : undefined))
    : [];
  return files.filter((file) => typeof file === 'string');
}
