/**
 * Does something that may take so many milliseconds and is ended at once when the process is asked to end. The timer keeps the process alive:
 * when a peer closes the connection before anything was asked on it, Node 20's fetch waits for ever and holds on to nothing, nor does
 * `AbortSignal.timeout`.
 */
export async function within<T>(
  { patience, ending }: { readonly patience: number; readonly ending: AbortSignal | undefined },
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const end = (): void => over.abort();
  const timer = setTimeout(end, patience);
  ending?.addEventListener('abort', end);
  if (ending?.aborted === true) end();
  try {
    return await task(over.signal);
  } finally {
    clearTimeout(timer);
    ending?.removeEventListener('abort', end);
  }
}
