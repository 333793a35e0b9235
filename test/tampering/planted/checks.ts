import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Logger } from '@nestjs/common';

import { freshDatabase } from '#libs/testing';

import { takeDeclared } from '../plain/globals.js';
import { Room } from '../room.js';
import { tamperClasses, tryOnce } from '../trials.js';

/** The first test of these files that fails, by its title. */
async function firstFailing(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    await import(pathToFileURL(resolve(file)).href);
    for (const { title, before, act } of takeDeclared()) {
      try {
        for (const prepare of before) await prepare();
        await act();
      } catch {
        // The title of the bundle alone says enough, and a seed is another one each time.
        return /\S+\.zip/.exec(title)?.[0] ?? title.replace(/ \(seed \d+\)/, '');
      }
    }
  }
  return undefined;
}

/** The first class with a trial that is not caught. */
async function firstMissed(seed: number): Promise<string | undefined> {
  const room = await Room.open(freshDatabase);
  try {
    for (const tampering of tamperClasses) {
      const tried = await tryOnce(tampering, room, seed).catch(() => ({ wrong: 'it ended with an error' }));
      if (tried.wrong !== undefined) return tampering.what;
    }
    return undefined;
  } finally {
    await room.close();
  }
}

const specs = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.spec.js'))
    .map((name) => join(folder, name));

const isOfBundles = (file: string): boolean => /-bundles\.int\.spec\.js$/.test(file);
const own = [...specs('dist/libs/integrity/src'), ...specs('dist/test')];

const groups = {
  specs: () => firstFailing(own.filter((file) => !isOfBundles(file))),
  bundles: () => firstFailing(existsSync('shared/data/bundles') ? own.filter(isOfBundles) : []),
  tampering: () => firstMissed(Number(process.argv[3])),
};

// Specs say their seeds, and notaries why they sign nothing; only the outcome is asked for here.
console.log = () => undefined;
Logger.overrideLogger(false);
const caught: Record<string, string> = {};
for (const [group, check] of Object.entries(groups)) {
  if (process.argv[2] === 'first' && Object.keys(caught).length > 0) break;
  const by = await check();
  if (by !== undefined) caught[group] = by;
}
process.stdout.write(JSON.stringify(caught), () => process.exit(0));
