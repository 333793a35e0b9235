import { headsStream, streamKind } from '#libs/ledger';
import { readerParts, type SmallEntry } from '#libs/testing';

import { canaryOf } from './canaries.js';
import type { GeneratedHistory } from './generated-history.js';

const people = canaryOf('people', 0, '').split('0')[0] ?? '';
const anyCanary = 'canary-';

/** Streams that an addressee or everyone may read. */
const isFacing = (history: GeneratedHistory, stream: string): boolean => {
  const kind = streamKind(stream);
  if (kind === 'follow_up') return history.events(stream)[0]?.data['audience'] === 'all';
  return kind === 'communication' || kind === 'press_release' || kind === 'report' || stream.startsWith('ledger-');
};

const clearText = ({ jwt }: SmallEntry): string => Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString();

/**
 * Where something sealed can be read by those it is sealed from: a clear field of any statement; a statement or disclosure in the bundle of
 * an addressee that tells of the people of allegations; anything sealed in a public one; a stream there that its readers may not read.
 */
export async function leaksIn(history: GeneratedHistory): Promise<string[]> {
  const inStatements = history.ledger.entries
    .filter((entry) => clearText(entry).includes(anyCanary))
    .map(({ event }) => `statement ${event.position} ${event.type} says what it seals`);
  const heads = {
    addressee: (await history.ledger.recordHeads('addressee')).event.position,
    public: (await history.ledger.recordHeads('public')).event.position,
  };
  const inBundles: string[] = [];
  for (const audience of ['addressee', 'public'] as const)
    for (const code of history.context.codes)
      inBundles.push(...(await leaksFor(history, { audience, code, headsPosition: heads[audience] })));
  return [...inStatements, ...inBundles];
}

async function leaksFor(
  history: GeneratedHistory,
  readers: { audience: 'addressee' | 'public'; code: string; headsPosition: number },
): Promise<string[]> {
  const { statements, disclosures } = await readerParts(history.ledger, readers);
  const secret = readers.audience === 'addressee' ? people : anyCanary;
  const streams = new Set(statements.map(({ position }) => history.all[position]?.stream ?? ''));
  const hidden = [...streams].filter((stream) => stream !== headsStream && !isFacing(history, stream));
  const said = disclosures.filter(({ disclosure }) => Buffer.from(disclosure, 'base64url').toString().includes(secret));
  const whose = `the ${readers.audience} bundle of ${readers.code}`;
  return [
    ...hidden.map((stream) => `${whose} holds ${streamKind(stream)}`),
    ...said.map(({ position }) => `${whose} opens a field of ${history.all[position]?.type}`),
  ];
}
