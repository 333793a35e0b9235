import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { allTopics, topicTable } from '#libs/kafka';

import { asyncApi } from './asyncapi.js';
import { topicsScript } from './topics-script.js';

const writing = process.env['WRITE_TABLES'] === 'yes';

/** The text of a file in deploy/, which `npm run tables` writes. */
function deployed(name: string, expected: string): string {
  const path = `deploy/${name}`;
  if (writing) {
    mkdirSync('deploy', { recursive: true });
    writeFileSync(path, expected, { mode: 0o755 });
  }
  return readFileSync(path, 'utf8');
}

describe('what is kept for those who run Kafka and those who read it', () => {
  it('is the description of the topics that the exchange serves', () => {
    const text = `${JSON.stringify(asyncApi(), undefined, 2)}\n`;
    expect(JSON.parse(deployed('asyncapi.json', text))).toEqual(JSON.parse(text));
  });

  it('is a script that makes these topics', () => {
    expect(deployed('kafka-topics.sh', topicsScript())).toBe(topicsScript());
  });

  it('tells of every topic, under its name and with its partitions', () => {
    const channels = Object.values(asyncApi()['channels'] as Record<string, object>);
    const described = channels.map((channel) => {
      const { address, bindings } = channel as { address: string; bindings: { kafka: { partitions: number } } };
      return [address, bindings.kafka.partitions];
    });
    const expected = Object.values(topicTable).map(({ name, partitions }) => [name, partitions]);
    expect(described).toEqual(expected);
    for (const { name, partitions } of allTopics(['labour'])) {
      const line = `topic "${name.replace('labour', '$agency')}" ${partitions}`;
      expect(topicsScript().split('\n')).toContainEqual(expect.stringContaining(line));
    }
  });

  it('shows no event of an allegation, a subject or an access to anybody, and none of the work on a letter to the public', () => {
    const channels = asyncApi()['channels'] as unknown as Record<string, { messages: Record<string, object> }>;
    const typesOf = (channel: string): string[] => Object.keys(channels[channel]?.messages ?? {});
    for (const channel of Object.keys(channels))
      for (const type of ['AllegationReceived', 'SubjectEnrolled', 'RecordsRead'])
        expect(typesOf(channel)).not.toContain(type);
    expect(typesOf('publicEvents')).toEqual(expect.arrayContaining(['LetterSent', 'KeyAdded', 'PressReleaseIssued']));
    expect(typesOf('publicEvents')).not.toContain('PublicationHeld');
    expect(typesOf('agencyEvents')).toContain('PublicationHeld');
  });
});
