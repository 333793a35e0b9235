import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { letterTypes } from '../communication/letter-types.js';
import { windowDueOn } from './confidentiality.js';
import { policyFiles } from './policy-files.js';
import { responseDueOn } from './response.js';

/** SHA-256 of every file as ledgers have adopted it. Lines are added; a line that has to be changed means that a file was edited. */
const adopted: Readonly<Record<string, string>> = {
  'addressees-ar.2025.json': 'ec6448dddb049a28966b082cb9efb515788f8cc8ba000328ca39cfa008555c44',
  'addressees-es.2025.json': '82c1cb41ec2bfd8804eb305bda5108d1c95323f6404bda54f2b68b01cbd5bd32',
  'addressees-fr.2025.json': '1fb4ba48802c5955815885aed25ce20a1ae9568f842f36f62088a81732659a6c',
  'addressees-ru.2025.json': 'b84d5dcccba9d746ae0c5a1c14f7331829035dae68c778666b4f31acca764d98',
  'addressees-zh.2025.json': '939dc50dd4344b3cc951d41ea5094b2954dfe43f29772d0c37d043e3ca75d9ae',
  'addressees.2025.json': 'd1f6ee2f653f65eb6426caf3e457c95931a46a29246af49de2e84c7ec3a05c81',
  'agency-entitlements.2025.json': '29a1bd1c439b8ae1a95014bce46174b73d7bf45eacd545fc9f114ccb1b266bb3',
  'confidentiality-al-ua.2018.json': '387e70e7413b3fc1521028bdd8c99ed0f033125f27bbb2a71fdda8fefd5759c3',
  'confidentiality-ol.2018.json': '18200409dde8cb0e3d3f6ad721fa4adb2337ebc065f317136d17fc85738abfa6',
  'confidentiality-printed.2011.json': 'e848fd6f2ed4118cdf11d7b32b237262a17ae7bba5171cb584ee343b521c9d4e',
  'confidentiality-session-report.2006.json': '1141c1a0ae53cf5ba6b9b4be71c20c484dff85ab46aaa589ee93c1269c366837',
  'earlier-names.2025.json': 'b5ae8ebacff449fbb87bb937a1764d8591e579f11efd6152b15f3faa2f952cd9',
  'figures.2025.json': '8288de7dedbc2f35fafd6e01bd2b5b8a2f4b73a9e63095d507dec5393cb1cecc',
  'mandates.2025.json': 'b5e874da02b569eb56c8485090e57d2818e22d151989c4750fa8474776a89c50',
  'membership.2025.json': '551f596f5a3fd3e8a08694d3e3cac76919648411ea8b477d39fc18ede1929391',
  'other-actors.2025.json': '49affcd44e9b5b92f7f9b5d0f29e3735347934fe63d11344391689e6c6293f51',
  'regional-groups.2025.json': '68455854912dff72af3eac92b3b356b2fd3714115d64a2dc94f0899100250cfb',
  'report-windows.2010.json': '9d55cce274d467048b6f444e64d3c4915a56b1354eed0a3564f8107be45e14f0',
  'response-al.2011.json': '131719293460fe19e6031764ebd2e2f2de6ad2bf6e74b7c6c0e206cc75bea4dc',
  'response-ol.2011.json': '8e8f427610765434bc2c6675cc7dbecff2b496c312eb81387207e716cf63fb3d',
  'response-printed.2011.json': 'e75cef39df451fd3c90ed9d006c9b01dc7a68ceaf21f09eafb559ebb38eb6f0d',
  'response-ua.2011.json': 'ca414829a6e9647047cdb0f2577f1570209e6c624a17ba3298680b28b5df3abd',
  'separate-tracks.2010.json': 'acb0041edb2c70b5cac47e169f7e2cd2d09db1ede28b35b2709d59418404c7bb',
};

const files = policyFiles();
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the policies and reference data to adopt', () => {
  it('are the files that were adopted, byte for byte, and those added since', () =>
    expect(Object.fromEntries(files.map(({ file, text }) => [file, digest(text)]))).toEqual(adopted));

  it('have names that an event can record, in order, each once', () => {
    const names = files.map(({ file }) => file);
    expect(names).toEqual([...new Set(names)].sort());
    for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9.-]{0,119}\.\d{4}\.json$/);
  });

  it('say where they were read, and since when a rule holds', () => {
    for (const { file, text } of files.filter((each) => each.file !== 'addressees.2025.json')) {
      const content = JSON.parse(text) as Record<string, unknown>;
      expect(content).toMatchObject({ source: expect.any(String) });
      if ('rule' in content)
        expect(content).toMatchObject({ file, from: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) });
    }
  });

  it('include every rule that a due date can cite', () => {
    const names = files.map(({ file }) => file);
    for (const type of letterTypes)
      for (const on of ['2012-01-01', '2025-03-10'])
        for (const publicationWindow of [null, { days: 60, printed: 'within 60 days' }])
          for (const replyAskedBy of [null, '2025-04-01']) {
            const letter = { type, on, publicationWindow, replyAskedBy };
            expect(names).toContain(windowDueOn(letter).rule.id);
            expect(names).toContain(responseDueOn(letter).rule.id);
          }
  });
});
