import type { BundleAudience } from '../bundle/manifest.js';
import type { CheckName, Finding } from './finding.js';

/** What one check says: sound, wrong, or (null) not checked; `detail` is for people. */
export interface CheckResult {
  readonly check: CheckName;
  readonly ok: boolean | null;
  readonly detail: string;
}

/** What `ledger verify --json` prints; members may be added, none is renamed or removed. */
export interface VerifyResult {
  /** No check is false. */
  readonly ok: boolean;
  /** Whether keys were pinned beforehand or taken from the bundle itself. */
  readonly trust: 'pinned' | 'first-use';
  /** Instant as at which the file is complete; only when nothing was found. */
  readonly completeAsAt?: string;
  readonly checks: readonly CheckResult[];
  /** At most 1,000; `findingsTotal` counts them all. */
  readonly findings: readonly Finding[];
  readonly findingsTotal: number;
  readonly bundle?: BundleSummary;
  readonly receipt?: ReceiptSummary;
  /** Types (`<Type>/<ver>`) here that this program does not know: whether all is sealed in them that must be was not judged. */
  readonly unknownTypes?: readonly string[];
  /** Types that the bundle's own `slots.json`, which nobody signs, tells otherwise than this program, and of which a statement follows it. */
  readonly typesByListOnly?: readonly string[];
  /** Positions of statements signed in the time for which a key was later no longer trusted. */
  readonly doubted: readonly number[];
  /** Serials below the highest listed that have no stream, `mostSerialsNamed` of them at most: `KHM 3/2025`. */
  readonly missingSerials: readonly string[];
}

/** What a receipt is for. */
export interface ReceiptSummary {
  readonly origin: string;
  readonly position: number;
  readonly eventId: string;
  readonly stream: string;
  readonly type: string;
  /** Recorded at. */
  readonly time: string;
  /** Of the log, at its checkpoint. */
  readonly size?: number;
}

/** What the bundle says of itself, and how large it is. */
export interface BundleSummary {
  readonly origin: string;
  readonly audience: BundleAudience;
  readonly code?: string;
  readonly statements: number;
  /** Documents that a statement or an opened field here names and that are not in the file. */
  readonly documentsNotHere: number;
  readonly size?: number;
  /** Root of the checkpoint, base64. */
  readonly root?: string;
}
