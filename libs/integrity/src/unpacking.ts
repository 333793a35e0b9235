/** A packed file as it comes out, piece by piece, each of its own memory. */
export interface Unpacking {
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Once the pieces have ended: whether they are all there is, undamaged and with nothing behind them. */
  isWhole(): boolean;
}
