import { type RecordedEvent, streamKind, type StreamKind } from '#libs/ledger';

import { appended, emptyHistory, type History, itemsOf } from './history.js';

/** Stream kinds that can belong to an addressee's file (design page 2.2). */
const kindsInFiles: ReadonlySet<StreamKind> = new Set<StreamKind>(['communication', 'press_release', 'follow_up']);

export const mayBelongToFile = (stream: string): boolean => {
  const kind = streamKind(stream);
  return kind !== undefined && kindsInFiles.has(kind);
};

/**
 * Everything that is, or may come to be, in some addressee's file. A stream joins a file with its first statement that carries the
 * addressee's code, and then all its statements belong, earlier ones too; so those without a code are kept as well.
 */
export type AddresseeFiles = History<RecordedEvent>;

export const noFiles: AddresseeFiles = emptyHistory;

export const filed = (files: AddresseeFiles, event: RecordedEvent): AddresseeFiles =>
  mayBelongToFile(event.stream) ? appended(files, event) : files;

/** The events of one addressee's file by position. */
export function fileOf(files: AddresseeFiles, code: string): readonly RecordedEvent[] {
  const events = itemsOf(files);
  const streams = new Set(events.filter(({ codes }) => codes.includes(code)).map(({ stream }) => stream));
  return events.filter(({ stream }) => streams.has(stream));
}
