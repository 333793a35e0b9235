import { canonicalJson, isJsonObject, type Json, parseJson } from '#libs/ledger';
import { fromUtf8 } from '../bytes.js';
import { fileNames } from '../bundle/file-names.js';
import type { BundleFiles } from './bundle-files.js';
import type { Slots } from './sealed-places.js';

const mostBytes = 1024 * 1024;

/**
 * The `slots.json` of a bundle; `undefined` when it is not of its one form (design 7.2): JCS, `{"<Type>/<ver>":["<path>",…]}`, the paths
 * sorted, each once.
 */
export async function readSlots(files: BundleFiles): Promise<Slots | undefined> {
  const bytes = await files.read(fileNames.slots);
  if (bytes === undefined || bytes.length > mostBytes) return undefined;
  try {
    const text = fromUtf8(bytes) ?? '';
    const value = parseJson(text);
    return isSlots(value) && canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

function isSlots(value: Json): value is Json & Slots {
  if (!isJsonObject(value)) return false;
  return Object.entries(value).every(([type, paths]) => typeForm.test(type) && isPathList(paths));
}

const typeForm = /^[A-Z][A-Za-z0-9]*\/[1-9]\d{0,8}$/;
const pathForm = /^[A-Za-z][A-Za-z0-9]*(\/\*\/[A-Za-z][A-Za-z0-9]*)?$/;

function isPathList(paths: Json): boolean {
  if (!Array.isArray(paths)) return false;
  const list: readonly unknown[] = paths;
  return list.every(
    (path, i) => typeof path === 'string' && pathForm.test(path) && (i === 0 || String(list[i - 1]) < path),
  );
}
