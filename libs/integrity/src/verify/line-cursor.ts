interface Placed {
  readonly position: number;
}

/** Lines that are read beside the statements they belong to: the next one, and the way to those behind it. They come piece by piece. */
export class LineCursor<Line extends Placed> {
  private here: Iterator<Line> = [][Symbol.iterator]();
  /** `undefined` behind the last. */
  next: Line | undefined;

  private constructor(private readonly pieces: AsyncIterator<Iterable<Line>>) {}

  static async over<Line extends Placed>(pieces: AsyncIterable<Iterable<Line>>): Promise<LineCursor<Line>> {
    const cursor = new LineCursor(pieces[Symbol.asyncIterator]());
    await cursor.pass();
    return cursor;
  }

  /** Position of the next line; infinite behind the last. */
  get position(): number {
    return this.next?.position ?? Number.POSITIVE_INFINITY;
  }

  /** Goes on to the line behind the next one. What it gives, if anything, is to be awaited: another piece must be read. */
  pass(): Promise<void> | undefined {
    return this.isHere() ? undefined : this.readOn();
  }

  private isHere(): boolean {
    const result = this.here.next();
    this.next = result.done === true ? undefined : result.value;
    return result.done !== true;
  }

  private async readOn(): Promise<void> {
    do {
      const piece = await this.pieces.next();
      if (piece.done === true) return;
      this.here = piece.value[Symbol.iterator]();
    } while (!this.isHere());
  }
}
