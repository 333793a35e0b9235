import { readFileSync, writeFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { type Facts, routeFacts } from './facts/route-facts.js';

const inTemplate = (text: string): string => text.replace(/[\\`]|\$(?=\{)/g, (character) => `\\${character}`);

/** The file that holds what the source says of a folder's routes: one line for each. */
function fileOf({ routes, answers }: Facts, service: string): string {
  const lines = (entries: object): string =>
    Object.entries(entries)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join(',\n');
  const json = inTemplate(`{"routes":{\n${lines(routes)}\n},"answers":{\n${lines(answers)}\n}}`);
  return `import type { RouteFacts } from '${service}';

/** What the source says of the routes and reflection does not. \`npm run tables\` writes it; a spec holds it equal to the source. */
export const routeFacts = JSON.parse(\`${json}\`) as RouteFacts;
`;
}

describe('what the description of the interface says of the routes', () => {
  it('is what the source says: answers, and every code on the way', () => {
    for (const [folder, facts] of routeFacts()) {
      const path = `${folder}/src/route-facts.ts`;
      const expected = fileOf(facts, folder === 'libs/service' ? './openapi/described.js' : '#libs/service');
      if (process.env['WRITE_TABLES'] === 'yes') writeFileSync(path, expected);
      expect(readFileSync(path, 'utf8')).toBe(expected);
    }
  });
});
