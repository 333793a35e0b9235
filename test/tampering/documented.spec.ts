import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { tableOf } from '../docs/markdown.js';
import { page } from './documented.js';
import { faults } from './planted/faults.js';
import { tamperClasses } from './trials.js';

describe('what the documentation says of tampering', () => {
  const text = readFileSync(page, 'utf8');

  it('is of every class there is, with its own findings, how it was done and who caught it', () => {
    const [, ...rows] = tableOf(text, 'tampering');
    expect(rows.map(([what, , , own, , by, judge]) => [what, own, by, judge])).toEqual(
      tamperClasses.map(({ what, own, by, judge }) => [
        what,
        own.map((code) => `\`${code}\``).join(' '),
        by,
        judge.name,
      ]),
    );
  });

  it('is of a run in which every trial was caught', () => {
    const [, ...rows] = tableOf(text, 'tampering');
    const trials = Number(/^Run of ([\d,]+) trials/m.exec(text)?.[1]?.replace(',', ''));
    expect(trials).toBeGreaterThanOrEqual(20);
    expect(rows.map(([, tried, caught]) => [tried, caught])).toEqual(rows.map(() => [`${trials}`, `${trials}`]));
  });

  it('names every fault that is planted in the verifier, each caught by something', () => {
    const [, ...rows] = tableOf(text, 'planted-faults');
    expect(rows.map(([fault]) => fault)).toEqual(faults.map(({ name }) => name));
    expect(rows.filter(([, ...by]) => by.every((cell) => cell === '–'))).toEqual([]);
  });

  it.each(faults)('can still plant it: $name', ({ file, text, instead }) => {
    const source = readFileSync(`libs/integrity/src/${file}`, 'utf8');
    expect(source.split(text)).toHaveLength(2);
    expect(instead).not.toBe(text);
  });
});
