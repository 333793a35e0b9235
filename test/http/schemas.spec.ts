import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';

import { catalogue, type EventName, isOccurredOn, payloadExamples } from '#libs/domain';
import { canonicalJson, isJsonObject, type Json, type JsonObject, LedgerError } from '#libs/ledger';
import { BodyPipe, Schemas } from '#libs/service';

import { changed, valuesIn } from './mutations.js';
import { seed } from './seed.js';

const types = Object.keys(catalogue) as EventName[];
const examples = payloadExamples as unknown as Record<EventName, JsonObject>;
const everyValue = [
  ...new Map(types.flatMap((type) => valuesIn(examples[type])).map((v) => [JSON.stringify(v), v])).values(),
];

const runs = Number(process.env['PROPERTY_RUNS'] ?? 60);
const pipe = new BodyPipe();

/** Whether a body is taken as this payload: what a write route does with it before it decides; else why not. */
async function verdictOn(type: EventName, body: Json): Promise<'taken' | readonly string[]> {
  try {
    await pipe.transform(JSON.parse(JSON.stringify(body)), { type: 'body', metatype: catalogue[type].payload });
    return 'taken';
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'BODY_INVALID') return error.details.map(({ reason }) => reason);
    throw error;
  }
}

function keepable(body: Json): boolean {
  try {
    canonicalJson(body);
    return true;
  } catch {
    return false;
  }
}

/** The one rule that no schema can say: how long a record of free names is in all. */
const isLongRecord = (reasons: readonly string[], body: Json): boolean =>
  reasons.every((reason) => reason.endsWith('characters in all')) &&
  valuesIn(body).some((value) => isJsonObject(value) && JSON.stringify(value).length > 1000);

function compiled(type: EventName) {
  const schemas = new Schemas('#/$defs/');
  const schema = schemas.object(catalogue[type].payload);
  return new Ajv2020({ strictTypes: false }).compile({ ...schema, $defs: schemas.definitions() });
}

describe('the JSON Schema of a payload', () => {
  it.each(types)('of %s takes its example', (type) => {
    const validate = compiled(type);
    validate(examples[type]);
    expect(validate.errors).toBeNull();
  });

  it.each(types)(`of %s takes and refuses what the write routes take and refuse (seed ${seed})`, async (type) => {
    const validate = compiled(type);
    const verdicts = { taken: 0, refused: 0 };
    const bodies = fc
      .integer({ min: 1, max: 3 })
      .chain((times) =>
        Array.from({ length: times }).reduce<fc.Arbitrary<Json>>(
          (made) => made.chain((body) => changed(body, everyValue)),
          fc.constant<Json>(examples[type]),
        ),
      )
      .filter(keepable);
    const property = fc.asyncProperty(bodies, async (body) => {
      const verdict = await verdictOn(type, body);
      const taken = verdict === 'taken';
      verdicts[taken ? 'taken' : 'refused']++;
      if (validate(body) === taken || (!taken && isLongRecord(verdict, body))) return;
      throw new LedgerError('INTERNAL', `${taken ? 'taken' : 'refused'}, by the schema not: ${canonicalJson(body)}`);
    });
    await fc.assert(property, { seed, numRuns: runs });
    expect(verdicts.taken).toBeGreaterThan(0);
    expect(verdicts.refused).toBeGreaterThan(runs / 4);
  });

  it('knows the real days, and those only', () => {
    const days = ['1996', '1900', '2000', '2023', '2024', '2100', '2400', '9999'].flatMap((year) =>
      Array.from({ length: 13 * 33 }, (_, n) => [year, Math.floor(n / 33), n % 33]),
    );
    for (const [year, month, day] of days as [string, number, number][]) {
      const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
      const date = new Date(`${text}T00:00:00Z`);
      const real = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
      expect([text, isOccurredOn(text)]).toEqual([text, real]);
    }
  });
});
