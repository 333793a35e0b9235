import { canonicalJson, type RecordedEvent } from '#libs/ledger';

import { mayBelongToFile } from './addressee-file.js';
import { auditEntry } from './audit-trail.projection.js';
import { byOccurrence, type OccurredOn, occurredOn } from './occurred-on.js';
import { textOf } from './reading.js';
import { labelOf, timelineEntry } from './state-timeline.projection.js';

/** Events in ascending position, kept elsewhere: one is read again by its number in that order. */
export interface FileSource {
  all(): AsyncIterable<RecordedEvent>;
  at(index: number): Promise<RecordedEvent>;
}

interface StreamSoFar {
  belongs: boolean;
  /** The printed type of its letter. */
  label: string | undefined;
}

/** Where an event of the file stands in its views. */
interface Line {
  readonly index: number;
  readonly stream: StreamSoFar;
  readonly position: number;
  readonly occurred: OccurredOn;
  /** As known at its position. */
  readonly label: string | undefined;
}

/**
 * The views of an addressee's file in a bundle of any length: the same texts as `viewFiles` gives, piece by piece. Of each event only its
 * place is kept; what it says is read again when it is written.
 */
export class FileOutline {
  private constructor(
    private readonly source: FileSource,
    private readonly lines: readonly Line[],
    private readonly corrections: ReadonlyMap<string, string>,
  ) {}

  static async of(code: string, source: FileSource): Promise<FileOutline> {
    const lines: Line[] = [];
    const streams = new Map<string, StreamSoFar>();
    const corrections: { readonly stream: StreamSoFar; readonly corrected: string; readonly by: string }[] = [];
    let index = -1;
    for await (const event of source.all()) {
      index++;
      if (!mayBelongToFile(event.stream)) continue;
      const stream = streams.get(event.stream) ?? { belongs: false, label: undefined };
      streams.set(event.stream, stream);
      stream.belongs ||= event.codes.includes(code);
      stream.label = labelOf(event) ?? stream.label;
      const corrected = event.type === 'LetterCorrected' ? textOf(event.data, 'corrects') : undefined;
      if (corrected !== undefined) corrections.push({ stream, corrected, by: event.id });
      const occurred = occurredOn({ on: event.data.on, time: event.time });
      lines.push({ index, stream, position: event.position, occurred, label: stream.label });
    }
    return new FileOutline(
      source,
      lines.filter(({ stream }) => stream.belongs),
      new Map(corrections.filter(({ stream }) => stream.belongs).map(({ corrected, by }) => [corrected, by])),
    );
  }

  /** The entries of the timeline as JCS texts, in their order. */
  async *timeline(): AsyncGenerator<string> {
    for (const { index, label } of [...this.lines].sort(byOccurrence)) {
      const entry = timelineEntry(await this.source.at(index), label);
      const correctedBy = this.corrections.get(entry.event);
      yield canonicalJson(correctedBy === undefined ? entry : { ...entry, correctedBy });
    }
  }

  /** The entries of the audit trail as JCS texts, by position. */
  async *auditTrail(): AsyncGenerator<string> {
    for (const { index } of this.lines) yield canonicalJson(auditEntry(await this.source.at(index)));
  }
}
