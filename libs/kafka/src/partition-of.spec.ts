import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import kafkajs from 'kafkajs';

import { partitionOf } from './partition-of.js';

describe('the partition of a key', () => {
  it('is the one that other clients of Kafka choose', () => {
    const theirs = kafkajs.Partitioners.DefaultPartitioner();
    const metadata = (count: number): kafkajs.PartitionMetadata[] =>
      Array.from({ length: count }, (_, partitionId) => ({
        partitionId,
        partitionErrorCode: 0,
        leader: 1,
        replicas: [1],
        isr: [1],
      }));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 1, max: 50 }), (key, count) => {
        const message = { key, value: '' };
        const expected = theirs({ topic: 'any', partitionMetadata: metadata(count), message });
        expect(partitionOf(key, count)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });
});
