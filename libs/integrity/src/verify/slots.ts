import { isJsonObject, parseJson } from '#libs/ledger';
import { fromUtf8 } from '../bytes.js';
import { fileNames } from '../bundle/file-names.js';
import type { BundleFiles } from './bundle-files.js';
import type { Slots } from './sealed-places.js';

const mostBytes = 1024 * 1024;

/** The `slots.json` of a bundle; `undefined` when it is not a JSON object. */
export async function readSlots(files: BundleFiles): Promise<Readonly<Record<string, unknown>> | undefined> {
  const bytes = await files.read(fileNames.slots);
  if (bytes === undefined || bytes.length > mostBytes) return undefined;
  try {
    const value = parseJson(fromUtf8(bytes) ?? '');
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The verifier's own slots for the types on which the bundle says the same. A bundle of another implementation may know a type in
 * another shape; what it says is unsigned, so it can only take a type out of this check, never put one in.
 */
export async function agreedSlots(files: BundleFiles, own: Slots = {}): Promise<Slots> {
  const said = (await readSlots(files)) ?? {};
  return Object.fromEntries(
    Object.entries(own).filter(
      ([type, slots]) => Object.hasOwn(said, type) && JSON.stringify(said[type]) === JSON.stringify(slots),
    ),
  );
}
