import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleId } from '../samples.js';
import { DataFile } from './data-file.js';
import { type Append, EventLog } from './event-log.js';

describe('a log that two nodes share', () => {
  let folder: string;
  const files: DataFile[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kurrentdb-log-'));
  });
  afterAll(() => {
    for (const file of files) file.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const opened = (): EventLog => {
    const file = DataFile.open(join(folder, 'data'));
    files.push(file);
    return new EventLog(file);
  };
  const append = (stream: string, revision: number): Append => {
    const data = Buffer.from(`${stream} ${revision}`);
    const event = { id: sampleId(`${stream} ${revision}`), type: 'Sample', json: false, data, metadata: data };
    return { stream, expected: revision - 1, events: [event] };
  };
  const texts = (log: EventLog, stream: string): string[] =>
    log.stream(stream, 0, 100).map(({ data, revision }) => `${revision}: ${Buffer.from(data).toString()}`);
  const wanted = (stream: string, count: number): string[] =>
    Array.from({ length: count }, (_, n) => `${n}: ${stream} ${n}`);

  it('holds what one node had accepted when it resigned, and behind it what the other one writes', async () => {
    const [first, second] = [opened(), opened()];
    first.lead();
    await first.append(append('a', 0));
    const accepted = Array.from({ length: 20 }, (_, n) => first.append(append('a', n + 1)));
    // While it is written nobody can take it in, not even who writes it.
    first.refresh();
    await first.settle();
    second.lead();
    await Promise.all([...accepted, second.append(append('b', 0)), second.append(append('b', 1))]);
    first.refresh();
    for (const log of [first, second, opened()]) {
      expect(texts(log, 'a')).toEqual(wanted('a', 21));
      expect(texts(log, 'b')).toEqual(wanted('b', 2));
      expect(log.count).toBe(23);
    }
  });
});
