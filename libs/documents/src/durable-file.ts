import { open, rename, rm, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Whether a file operation failed because there is no such file. */
export const isMissing = (error: unknown): boolean => (error as { readonly code?: unknown }).code === 'ENOENT';

/** Writes a stream to `path` so that a crash leaves all of it or nothing; `path` may depend on what was written. */
export async function writeDurably(
  temporary: string,
  source: AsyncIterable<Uint8Array>,
  path: () => Promise<string>,
): Promise<void> {
  try {
    await writeThrough(temporary, source);
    const target = await path();
    await rename(temporary, target);
    await syncFolder(dirname(target));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeThrough(path: string, source: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const part of source) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
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

/** Makes the names in a folder durable (a rename or unlink is not, until its folder is). */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
