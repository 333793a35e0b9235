import { describe, expect, it } from '@jest/globals';

import { regionalGroups } from '#libs/domain';
import {
  communicationsReport,
  labelledFigures,
  type PrintedWith,
  shareWords,
  statisticsReport,
} from '#libs/projections';
import { eventId, type PastEvent, pastLetter, pastReply, recorded } from '#libs/testing';

import { csvOf } from './csv.js';
import { htmlOf } from './html.js';
import { jsonOf } from './json.js';
import type { MadeReport } from './made-report.js';
import { replyWords } from './report-words.js';

const khm = 'communication-KHM-1-2025';
const footer = { position: 3, root: 'ab'.repeat(32), trust: 'cd'.repeat(32) };
const asAt = { position: 3, time: '2025-08-20T09:00:00.000Z' };
const publication = (url: string): PastEvent => ({
  stream: khm,
  type: 'LetterPublished',
  data: { released: [], publishedElsewhere: { url, on: '2025-05-20' } },
});
const events = (subject: string, url = 'https://example.org/1') =>
  recorded(pastLetter(khm, { subject }), publication(url), pastReply(khm, '2025-06-01', { confidential: true }));

function report(subject: string, url?: string): MadeReport {
  const made = communicationsReport(events(subject, url), { session: 60, asAt });
  if (made === undefined) throw new TypeError('no such report');
  return { ...made, footer };
}
const figures = (): MadeReport => ({
  ...statisticsReport(events('Subject'), { year: 2025, asAt, listed: 'published' }),
  footer,
});

describe('the renditions of a report', () => {
  it('show what is written and never run it', () => {
    const page = htmlOf(report('<script>alert(1)</script> & "more"', 'javascript:alert(1)'));
    expect(page).toContain('&#60;script&#62;alert(1)&#60;/script&#62; &#38; &#34;more&#34;');
    expect(page).not.toMatch(/<script|javascript:/);
    expect(page).toContain('default-src &#39;none&#39;');
  });

  it('name every cell of a table by its row and its column', () => {
    for (const page of [htmlOf(report('Subject')), htmlOf(figures())]) {
      const tables = page.match(/<table>.*?<\/table>/gs) ?? [];
      expect(tables.length).toBeGreaterThan(2);
      for (const one of tables) {
        expect(one).toMatch(/^<table><caption>[^<]+<\/caption>/);
        const headings = one.match(/<th scope="col">[^<]+<\/th>/g) ?? [];
        for (const row of one.match(/<tr><th scope="row">.*?<\/tr>/gs) ?? [])
          expect(row.match(/<t[hd][ >]/g)).toHaveLength(headings.length);
      }
    }
  });

  it('are a table in CSV, of equal rows, in which nothing is taken for a formula', () => {
    const text = csvOf(report('=1+1, "quoted"'));
    expect(text).toContain(`,"'=1+1, ""quoted""","2025-06-01 reply, given in confidence",`);
    for (const formula of [' =1+1', '\u00a0@x', '\u200b+1', '\uff1d1+1', '\uff0b1', '\t-1', '\ufe63 1'])
      expect(csvOf(report(formula))).toContain(`,"'${formula}",`);
    expect(csvOf(report('1 = 1'))).toContain(',"1 = 1",');
    for (const csv of [text, csvOf(figures())]) {
      for (const line of csv.trimEnd().split('\r\n')) expect(line).toMatch(/^"(?:[^"]|"")*"(?:,"(?:[^"]|"")*")*$/);
      const lines = csv.trimEnd().split('\r\n');
      const cells = lines.map((line) => line.replace(/"(?:[^"]|"")*"/g, '').split(',').length);
      expect(new Set(cells).size).toBe(1);
    }
  });

  it('say why letters are not reproduced, where there are any', () => {
    const withheld = communicationsReport(recorded(pastLetter(khm)), { session: 60, asAt });
    if (withheld === undefined) throw new TypeError('no such report');
    const page = htmlOf({ ...withheld, footer });
    expect(page).toMatch(/<p>Not reproduced \(1\): this letter was not published .* window had not ended, .*<\/p>/u);
    expect(page).toContain('<p>Not reproduced (0).</p>');
  });

  it('name the letter beside which the same reply is printed in full', () => {
    const lao = 'communication-LAO-1-2025';
    const past = [
      pastLetter(lao),
      pastReply(lao, '2025-06-01'),
      { ...publication('https://example.org/2'), stream: lao },
    ];
    const same = [...past, pastLetter(khm), publication('https://example.org/1')];
    const events = recorded(...same, pastReply(khm, '2025-06-01', { sameReplyAs: eventId(1) }));
    const made = communicationsReport(events, { session: 60, asAt: { ...asAt, position: 5 } });
    if (made === undefined) throw new TypeError('no such report');
    const words = '2025-06-01 reply, text not published (same reply as to AL LAO 1/2025)';
    expect(htmlOf({ ...made, footer })).toContain(`<li>${words}</li>`);
    expect(csvOf({ ...made, footer })).toContain(`"${words}"`);
    const row = {
      event: 'e',
      on: '2025-06-01',
      kind: 'refusal',
      language: 'en',
      text: 'published',
      sameReplyAs: 'f',
    } as const;
    const wordsOf = (printedWith: PrintedWith | null) => replyWords({ ...row, printedWith });
    expect([null, { reference: 'AL LAO 1/2025', report: 'HRC59-communications' }].map(wordsOf)).toEqual([
      '2025-06-01 refusal (answers several letters)',
      '2025-06-01 refusal (same reply as to AL LAO 1/2025, HRC59)',
    ]);
    expect(wordsOf({ reference: null, report: 'HRC59-communications' })).toMatch(/same reply as printed in HRC59\)$/);
  });

  it('all say how many letters belong to the working groups’ own procedures, and which of them are published', () => {
    const own = pastLetter(khm, { mandates: ['Working Group on Arbitrary Detention'] });
    const held = pastLetter('communication-LAO-1-2025', { mandates: ['Working Group on Arbitrary Detention'] });
    const made = communicationsReport(recorded(own, publication('https://example.org/1'), held), { session: 60, asAt });
    if (made === undefined) throw new TypeError('no such report');
    const [json, html, csv] = [jsonOf, htmlOf, csvOf].map((render) => render({ ...made, footer }));
    expect(JSON.parse(json ?? '')).toMatchObject({ ownProcedures: { letters: 2, listed: [{ code: 'KHM' }] } });
    expect(html).toContain('Letters of the working groups’ own procedures, not in this report (2).');
    expect(html).toMatch(/AL KHM 1\/2025<\/th><td>Cambodia<\/td><td>Working Group on Arbitrary Detention<\/td>/);
    expect(csv).toContain('"Letters of the working groups’ own procedures, not in this report","2"');
    expect(csv).toContain('"Own procedures","2025-03-10","Cambodia","AL KHM 1/2025","Arbitrary detention"');
    expect([html, csv].join()).not.toContain('LAO');
  });

  it('all carry position, root and the digest of the trust file', () => {
    for (const text of [jsonOf, htmlOf, csvOf].map((render) => render(report('Subject'))))
      for (const one of ['3', footer.root, footer.trust]) expect(text).toContain(one);
  });

  it('say for people when they were made, with the exact instant beside it', () => {
    expect(htmlOf(report('Subject'))).toContain(
      `<time datetime="${asAt.time}" title="${asAt.time}">20 August 2025, 09:00 UTC</time>`,
    );
    expect(csvOf(report('Subject'))).toContain(`"As at","${asAt.time}"`);
  });

  it('never part a number from its sign', () => {
    for (const page of [htmlOf(report('Subject')), htmlOf(figures())]) {
      expect(page).toMatch(/\d\u00a0%/u);
      expect(page).not.toMatch(/\d %/u);
    }
  });

  it('have one name for each figure, on the page and in the table', () => {
    const names = labelledFigures(statisticsReport(events('Subject'), { year: 2025, asAt, listed: 'published' }));
    expect(names.length).toBe(10);
    for (const { label, value } of names) {
      expect(htmlOf(figures())).toContain(`<th scope="row">${label}</th><td>${value.replace(' %', '\u00a0%')}</td>`);
      expect(csvOf(figures())).toContain(`"${label}","${value}"`);
    }
  });

  it('have words for every region', () => {
    for (const group of regionalGroups) expect(shareWords(group)).toMatch(/^[A-Z].* States$/);
  });
});
