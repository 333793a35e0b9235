import { link, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

const isCode = (error: unknown, code: string): boolean => (error as { readonly code?: unknown }).code === code;

export const isMissing = (error: unknown): boolean => isCode(error, 'ENOENT');

/**
 * Makes a file that only its owner can read, whole or not at all, durable before this returns. `false`: there was one already, and it
 * stays as it is. `temporary` must be a name nobody else uses.
 */
export async function createDurably(path: string, temporary: string, bytes: Uint8Array): Promise<boolean> {
  await makePrivateFolder(dirname(path));
  try {
    await writeThrough(temporary, bytes, 'wx');
    await link(temporary, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
    await syncFolder(dirname(path));
  }
}

/** Overwrites a file in place, then removes it, each durable before the next. Does nothing when there is none. */
export async function destroyDurably(path: string, noise: Uint8Array): Promise<void> {
  try {
    await writeThrough(path, noise, 'r+');
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  await rm(path, { force: true });
  await syncFolder(dirname(path));
}

async function writeThrough(path: string, bytes: Uint8Array, flags: 'wx' | 'r+'): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function makePrivateFolder(path: string): Promise<void> {
  const made = await mkdir(path, { recursive: true, mode: 0o700 });
  if (made !== undefined) await syncFolder(dirname(made));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
