import { describe, expect, it } from '@jest/globals';

import { type KafkaMessage, KafkaProducer, type ReceivedMessage } from '#libs/kafka';
import { LedgerError } from '#libs/ledger';

import { putAside, readDeadLetter } from './dead-letter.js';
import type { Settled } from './receipt.js';
import { submissionOf } from './submission.js';
import { verdictOn } from './verdict.js';

/** Brokers that keep what they are sent, unless it is larger than they take. */
class Shelf extends KafkaProducer {
  readonly kept: KafkaMessage[] = [];

  constructor(private readonly mostBytes = 1_000_000) {
    super();
  }

  async send(_: string, messages: readonly KafkaMessage[]): Promise<void> {
    const bytes = messages.reduce((sum, { value }) => sum + value.length, 0);
    if (bytes > this.mostBytes) throw new LedgerError('MESSAGE_TOO_LARGE', 'too large');
    this.kept.push(...messages);
  }

  async close(): Promise<void> {
    this.kept.length = 0;
  }
}

const topic = 'ledger.submissions.labour.v1';
const message = (offset: string, text: string | undefined, id = `id-${offset}`): ReceivedMessage => ({
  ...{ topic, partition: 0, offset, key: 'any', sentAt: 0 },
  value: text === undefined ? undefined : Buffer.from(text),
  headers: { ce_source: 'urn:agency:labour', ce_id: id, 'x-more': 'left out' },
});
const settled = (place: ReceivedMessage, code: 'KEY_UNKNOWN' | 'BODY_INVALID' | undefined): Settled => ({
  ...{ place, source: '', id: '' },
  verdict: code === undefined ? { outcome: 'recorded', events: [] } : verdictOn({ code, title: '', errors: [] }),
});
const onShelf = (shelf: Shelf): ReceivedMessage[] =>
  shelf.kept.map((kept, n) => ({ ...kept, topic: 'any', partition: 0, offset: String(n), sentAt: 0 }));

describe('a submission that is put aside', () => {
  it('is one that nobody is known to have sent, and no other', async () => {
    const shelf = new Shelf();
    const messages = ['1', '2', '3'].map((offset) => message(offset, `text ${offset}`));
    const codes = [undefined, 'KEY_UNKNOWN', 'BODY_INVALID'] as const;
    await putAside(
      shelf,
      messages,
      messages.map((each, n) => settled(each, codes[n])),
    );
    expect(shelf.kept.map(({ headers }) => headers['offset'])).toEqual(['2']);
  });

  it('can be handed over again exactly as it came: the same bytes, under the same names', async () => {
    const shelf = new Shelf();
    const came = message('7', 'a sealed text');
    await putAside(shelf, [came], [settled(came, 'KEY_UNKNOWN')]);
    const letters = onShelf(shelf).map(readDeadLetter);
    expect(letters).toMatchObject([{ reason: 'KEY_UNKNOWN', message: { topic, partition: 0, offset: '7' } }]);
    const again = letters.map((letter) => letter && submissionOf('labour', letter.message));
    expect(again).toEqual([submissionOf('labour', came)]);
  });

  it('is not taken for another one when a value was not there', async () => {
    const shelf = new Shelf();
    const came = message('8', undefined);
    await putAside(shelf, [came], [settled(came, 'KEY_UNKNOWN')]);
    expect(shelf.kept).toMatchObject([{ value: new Uint8Array(), headers: { offset: '8' } }]);
  });

  it('is named by its digest when brokers take nothing so large, while others beside it are kept whole', async () => {
    const shelf = new Shelf(100);
    const messages = [message('1', 'x'.repeat(101)), message('2', 'small')];
    await putAside(
      shelf,
      messages,
      messages.map((each) => settled(each, 'KEY_UNKNOWN')),
    );
    expect(shelf.kept.map(({ value, headers }) => [value.length, headers['offset'], headers['bytes']])).toEqual([
      [0, '1', '101'],
      [5, '2', undefined],
    ]);
  });

  it('is not read out of a message of another form', () => {
    const whole = { reason: 'KEY_UNKNOWN', topic, partition: '0', offset: '7' };
    const others: Record<string, string>[] = [
      {},
      { ...whole, partition: 'x' },
      { ...whole, offset: '-1' },
      { ...whole, offset: '9'.repeat(30) },
    ];
    for (const headers of others) expect(readDeadLetter({ ...message('1', 'x'), headers })).toBeUndefined();
    expect(readDeadLetter({ ...message('1', 'x'), headers: whole })).toBeDefined();
  });
});
