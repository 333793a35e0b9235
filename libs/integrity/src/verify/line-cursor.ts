interface Placed {
  readonly position: number;
}

/** Lines that are read beside the statements they belong to: the next one, and the way to those behind it. */
export class LineCursor<Line extends Placed> {
  private next: Line | undefined;

  private constructor(private readonly lines: AsyncIterator<Line>) {}

  static async over<Line extends Placed>(lines: AsyncIterable<Line>): Promise<LineCursor<Line>> {
    const cursor = new LineCursor(lines[Symbol.asyncIterator]());
    await cursor.move();
    return cursor;
  }

  /** Position of the next line; infinite behind the last. */
  get position(): number {
    return this.next?.position ?? Number.POSITIVE_INFINITY;
  }

  /** The next line, which is then passed. */
  async take(): Promise<Line | undefined> {
    const line = this.next;
    if (line !== undefined) await this.move();
    return line;
  }

  private async move(): Promise<void> {
    const result = await this.lines.next();
    this.next = result.done === true ? undefined : result.value;
  }
}
