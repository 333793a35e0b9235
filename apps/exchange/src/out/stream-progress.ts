/** How far one stream has got on one topic. */
export interface StreamProgress {
  readonly stream: string;
  /** The first revision that was not sent. */
  readonly next: number;
  /** Position of the last one that was sent. */
  readonly last: number | undefined;
  /** Whether the topic's readers may read it. */
  readonly open: boolean;
  /** Whether it is a letter that everyone may read. */
  readonly published: boolean;
  /** Streams of letters that must be published before it goes on. */
  readonly waitsFor: readonly string[];
}

export const untouched = (stream: string): StreamProgress => ({
  stream,
  next: 0,
  last: undefined,
  open: false,
  published: false,
  waitsFor: [],
});
