import {
  type BundleParts,
  composeBundle,
  type NamedFile,
  verifyBundle,
  type VerifyOptions,
  zipBytes,
} from '#libs/integrity';
import { auditorParts, readerParts } from './small-bundle.js';
import { type Recorded, SmallLedger } from './small-ledger.js';
import { smallStory, type SmallStory } from './small-story.js';

export type ForgedFor = 'addressee' | 'public' | 'auditor';

/** What a forger, or a careless writer, changes: the ledger itself, the parts of a bundle, or the files it was composed into. */
export interface Forgery {
  readonly audience?: ForgedFor;
  /** Recorded into the first letter's stream, or another, after the story and its heads. */
  readonly records?: (story: SmallStory) => readonly Recorded[] | Promise<readonly Recorded[]>;
  readonly parts?: (parts: BundleParts, story: SmallStory) => BundleParts | Promise<BundleParts>;
  readonly files?: (files: readonly NamedFile[], story: SmallStory) => readonly NamedFile[];
  readonly options?: (story: SmallStory) => VerifyOptions | Promise<VerifyOptions>;
}

/** Records and composes what the forgery says and gives the codes that the verifier finds, in order. */
export async function foundIn(forgery: Forgery): Promise<string[]> {
  const story = await smallStory(await SmallLedger.founded());
  for (const recorded of (await forgery.records?.(story)) ?? []) await story.ledger.record(recorded);
  const honest = await partsFor(forgery.audience ?? 'addressee', story);
  const parts = (await forgery.parts?.(honest, story)) ?? honest;
  const files = composeBundle(parts);
  const bytes = await zipBytes(forgery.files?.(files, story) ?? files);
  const options = { trust: story.ledger.trust, ...(await forgery.options?.(story)) };
  const { findings } = await verifyBundle(bytes, options);
  return findings.map(({ code }) => code);
}

function partsFor(audience: ForgedFor, story: SmallStory): Promise<BundleParts> {
  if (audience === 'auditor') return auditorParts(story.ledger, story.addresseeHeads);
  const headsPosition = audience === 'public' ? story.publicHeads : story.addresseeHeads;
  return readerParts(story.ledger, { audience, code: 'KHM', headsPosition });
}

/** A statement about the first letter that is right in everything but what `given` says. */
export const aboutLetter = (given: Partial<Recorded> = {}): Recorded => ({
  stream: 'communication-KHM-1-2025',
  type: 'ReminderSent',
  codes: ['KHM'],
  ...given,
});

/** The files with one of them changed, taken out (`undefined`), or added. */
export function withFile(
  files: readonly NamedFile[],
  name: string,
  change: (text: string) => string | undefined,
): NamedFile[] {
  const old = files.find((file) => file.name === name);
  const text = change(Buffer.from(old?.bytes ?? []).toString('utf8'));
  const changed = text === undefined ? [] : [{ name, bytes: Buffer.from(text) }];
  if (old === undefined) return [...changed, ...files];
  return files.flatMap((file) => (file === old ? changed : [file]));
}
