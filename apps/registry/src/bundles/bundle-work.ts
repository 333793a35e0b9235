/** What is done for a bundle, in this order; `queue` while others are made before it. */
export type BundleStep = 'queue' | 'checkpoint' | 'ledger' | 'statements' | 'views' | 'file';

/** How far the present step is: entries of the ledger, statements or files of the bundle. */
export interface BundleProgress {
  readonly step: BundleStep;
  readonly done: number;
  readonly total: number;
  /** Since the step began. */
  readonly perSecond: number;
  /** What is not ours to hasten, in words. */
  readonly waitsFor?: string;
}

/** A bundle in the making: how far it is, and whether it is still wanted. */
export class BundleWork {
  private step: BundleStep = 'queue';
  private began = performance.now();
  private done = 0;
  private total = 0;
  private waiting: string | undefined;

  constructor(private readonly signal: AbortSignal) {}

  begin(step: BundleStep, total: number): void {
    this.step = step;
    this.began = performance.now();
    this.done = 0;
    this.total = total;
    this.waiting = undefined;
  }

  /** Throws when the service ends. */
  at(done: number): void {
    this.signal.throwIfAborted();
    this.done = done;
  }

  waitsFor(what: string): void {
    this.signal.throwIfAborted();
    this.waiting = what;
  }

  get progress(): BundleProgress {
    const { step, done, total, waiting } = this;
    const seconds = (performance.now() - this.began) / 1000;
    const perSecond = Math.round(done / Math.max(seconds, 0.001));
    return { step, done, total, perSecond, ...(waiting !== undefined && { waitsFor: waiting }) };
  }
}
