import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { letterSentFrom, readLetter } from '#libs/letters';
import { type Answer, type Caller, LedgerProcess, seedLetter, temporaryHome } from '#libs/testing';

const at = '/v1/communications/KHM/9/2025';

describe('what is imported', () => {
  let ledger: LedgerProcess;
  let importer: Caller;
  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome());
    importer = await ledger.as('importer', 'importer');
  }, 120_000);
  afterAll(() => ledger.stop());

  const read = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'import', documents: [] });
  const naming = {
    ...read,
    places: ['the house of Mrs. Ana Example'],
    signatories: [{ name: 'Ms. Mandate Holder', capacity: 'for Mr. Ivan Example' }],
  };
  const send = (letter: object): Promise<Answer> =>
    importer.post(`${at}/history`, { letter, replies: [], publishedElsewhere: null });
  const placesIn = (refused: Answer): readonly string[] => {
    expect(refused).toMatchObject({ status: 422, json: { code: 'NAME_UNMARKED' } });
    expect(refused.text).not.toMatch(/Ana|Ivan/u);
    return (refused.json as { errors: { path: string }[] }).errors.map(({ path }) => path).sort();
  };

  it('is refused where it names a person in any text, with every place, and nothing of it is recorded', async () => {
    expect(placesIn(await send(naming))).toEqual(['letter/places/0', 'letter/signatories/0/capacity']);
    expect(placesIn(await importer.put(at, naming))).toEqual(['places/0', 'signatories/0/capacity']);
    const marked = { ...naming, places: ['the house of [name 1]'], signatories: read.signatories };
    expect(await send(marked)).toMatchObject({ status: 201 });
  });

  it('is refused as the reason for a number without a letter, which a person who records it may have read', async () => {
    const reason = 'Sent to Mrs. Ana Example by mistake.';
    const on = '2025-03-10';
    const voided = '/v1/communications/KHM/8/2025/void';
    expect(placesIn(await importer.post(voided, { on, reason, replacedBy: null }))).toEqual(['reason']);
    const clerk = await ledger.as('clerk', 'mandate_clerk');
    expect(await clerk.post(voided, { on, reason, replacedBy: null })).toMatchObject({ status: 201 });
  });
});
