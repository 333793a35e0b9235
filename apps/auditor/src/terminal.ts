import { LedgerError } from '#libs/ledger';

/** Where a command writes: results to `out`, refusals and progress to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether somebody watches, so that progress is worth showing. */
  readonly isWatched?: boolean;
}

/** 0 nothing found, 1 findings, 2 the command line cannot be used, 3 unavailable, refused or not finished. */
export type ExitStatus = 0 | 1 | 2 | 3;

export type Format = 'json' | 'words';

/** Runs a command; a refusal becomes one line, with `--json` also one document on standard output. */
export async function run(format: Format, terminal: Terminal, command: () => Promise<ExitStatus>): Promise<ExitStatus> {
  try {
    return await command();
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const { code, message, details } = error;
    if (format === 'json' && code !== 'CONFIGURATION')
      terminal.out(`${JSON.stringify({ error: { code, message, details } })}\n`);
    if (code === 'CONFIGURATION') terminal.err(`error: ${details.map(({ reason }) => reason).join('; ')}\n`);
    else terminal.err(`${code}: ${message}\n`);
    // Who is refused was shown nothing, and has found nothing.
    return code === 'CONFIGURATION' ? 2 : error.kind === 'broken' || error.kind === 'forbidden' ? 3 : 1;
  }
}

/** A line that later progress overwrites: how far, how fast, how much longer. Nothing when nobody watches. */
export class Progress {
  private readonly began = performance.now();
  private said = 0;

  constructor(
    private readonly terminal: Terminal,
    private readonly what: string,
  ) {}

  at(done: number, start: number, total: number): void {
    const now = performance.now();
    if (this.terminal.isWatched !== true || now - this.said < 200) return;
    this.said = now;
    const rate = ((done - start) * 1000) / Math.max(1, now - this.began);
    const left = rate > 0 ? `, ${Math.ceil((total - done) / rate)} s left` : '';
    this.terminal.err(`\r\u001b[2K${this.what} ${done} of ${total}, ${Math.round(rate)} a second${left}`);
  }

  end(): void {
    if (this.said > 0) this.terminal.err('\r\u001b[2K');
  }
}
