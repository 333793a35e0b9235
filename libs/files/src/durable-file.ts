import { link, mkdir, open, rename, rm, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

const isCode = (error: unknown, code: string): boolean => (error as { readonly code?: unknown }).code === code;

/** Whether a file operation failed because there is no such file. */
export const isMissing = (error: unknown): boolean => isCode(error, 'ENOENT');

/** Whether one failed because there is such a file already. */
export const isThere = (error: unknown): boolean => isCode(error, 'EEXIST');

/**
 * Makes a file that only its owner can read, whole or not at all, durable before this returns. `false`: there was one already, and it
 * stays as it is. `temporary` must be a name nobody else uses.
 */
export async function createDurably(path: string, temporary: string, bytes: Uint8Array): Promise<boolean> {
  await makePrivateFolder(dirname(path));
  try {
    await writeThrough(temporary, 'wx', [bytes]);
    await link(temporary, path);
    return true;
  } catch (error) {
    if (isThere(error)) return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
    await syncFolder(dirname(path));
  }
}

/** Writes a stream to `path` so that a crash leaves all of it or nothing; `path` may depend on what was written. */
export async function writeDurably(
  temporary: string,
  source: AsyncIterable<Uint8Array>,
  path: () => Promise<string>,
): Promise<void> {
  try {
    await writeThrough(temporary, 'wx', source);
    const target = await path();
    await rename(temporary, target);
    await syncFolder(dirname(target));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Removes a file so that a crash does not bring it back. Does nothing when it is gone already. */
export async function removeDurably(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Overwrites a file in place, then removes it, each durable before the next. Does nothing when there is none. */
export async function destroyDurably(path: string, noise: Uint8Array): Promise<void> {
  try {
    await writeThrough(path, 'r+', [noise]);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  await removeDurably(path);
}

/** Makes the names in a folder durable (a rename or unlink is not, until its folder is). */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function writeThrough(
  path: string,
  flags: 'wx' | 'r+',
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    for await (const part of source) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function makePrivateFolder(path: string): Promise<void> {
  const made = await mkdir(path, { recursive: true, mode: 0o700 });
  if (made !== undefined) await syncFolder(dirname(made));
}
