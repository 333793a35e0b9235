/** Writes one JSON document on a line of its own. */
export const printJson = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

export const printLines = (lines: readonly string[]): void =>
  void process.stdout.write(lines.map((line) => `${line.trimEnd()}\n`).join(''));

/** A line on standard error that later progress overwrites, cut to the width of the screen; nothing when nobody watches. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text.slice(0, process.stderr.columns - 1)}`);
}

/** Takes the line of progress away, so that something else can stand there. */
export const clearProgress = (): void => progress('');

/** `2026-11-24 02:30 UTC` for an RFC 3339 instant in UTC. */
export const instantWords = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;

/** `40 s`, `3 min 20 s`, `2 h 5 min`. */
export function durationWords(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `1 question`, `15 questions`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
