import type { BundleManifest } from '../bundle/manifest.js';

/**
 * Where statements come from: a bundle, which has all that belongs to them, or a mirror of the log, which has them alone, or with what the
 * records of heads disclose.
 */
export type StatementSource = 'bundle' | 'mirror' | 'mirror with heads';

/** A bundle whose zip file and `bundle.json` are sound; nothing in it is believed yet. */
export interface BundleFiles {
  readonly manifest: BundleManifest;
  readonly names: readonly string[];
  /** The bytes of a file, `undefined` when it is not there or cannot be unpacked (which has been reported then). */
  read(name: string): Promise<Uint8Array | undefined>;
  /** The same piece by piece, for a file of any length; none when it is not there. */
  pieces(name: string): AsyncIterable<Uint8Array>;
}
