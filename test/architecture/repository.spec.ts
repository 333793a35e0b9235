import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { type LockFile, lockFaults, type Manifest } from '../gates/lock-file.js';
import { filesBelow, machineTraces, tracesBelow } from '../gates/tree-text.js';

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

describe('the lock file', () => {
  const digest = { integrity: 'sha512-AAAA' };
  const complete: LockFile = {
    packages: {
      '': {},
      'node_modules/fast': {
        version: '1.0.0',
        ...digest,
        optionalDependencies: { 'fast-linux': '1.0.0', 'fast-windows': '1.0.0' },
      },
      'node_modules/fast-linux': { version: '1.0.0', ...digest },
      'node_modules/fast/node_modules/fast-windows': { version: '1.0.0', ...digest },
    },
  };
  const withPackage = (name: string, entry: LockFile['packages'][string]): LockFile => ({
    packages: { ...complete.packages, [`node_modules/${name}`]: entry },
  });

  it.each(['.', 'test/performance/rivals'])(
    'of %s installs the same on every platform and from every registry',
    (folder) => {
      const [lock, manifest] = [json(`${folder}/package-lock.json`), json(`${folder}/package.json`)];
      expect(lockFaults(lock as LockFile, manifest as Manifest)).toEqual([]);
    },
  );

  it('is judged complete when every package of every platform stands in it', () => {
    expect(lockFaults(complete, { overrides: { fast: '1.0.0' } })).toEqual([]);
  });

  it.each<[string, LockFile, Manifest, string]>([
    [
      'names a registry',
      withPackage('other', { ...digest, resolved: 'https://example.org/other.tgz' }),
      {},
      'node_modules/other names an address',
    ],
    ['leaves out a digest', withPackage('other', { version: '1.0.0' }), {}, 'node_modules/other has no digest'],
    [
      'leaves out a platform',
      withPackage('other', { ...digest, optionalDependencies: { 'other-mac': '1.0.0' } }),
      {},
      'node_modules/other lacks other-mac',
    ],
    [
      'ignores an override',
      complete,
      { overrides: { fast: '0.9.0' } },
      'node_modules/fast is 1.0.0 although 0.9.0 is demanded',
    ],
  ])('is refused when it %s', (_, lock, manifest, fault) => {
    expect(lockFaults(lock, manifest)).toEqual([fault]);
  });
});

describe('the text of the repository', () => {
  const traces = (text: string): string[] =>
    machineTraces('a.md', new TextEncoder().encode(text), ['/srv/builds/ledger']);
  const slash = '/';

  it('names no folder of one machine and no host of a package registry', () => {
    expect(filesBelow('.')).toContain('package.json');
    expect(tracesBelow('.')).toEqual([]);
  });

  it.each([
    `see ${slash}home/ana/ledger`,
    `see ${slash}root/notes`,
    `see ${slash}srv/builds/ledger/docs`,
    `from https:${slash}/registry.example.org/x`,
    `from http:${slash}/mirror-npmjs.example.org/x`,
  ])('is refused when it says "%s"', (text) => {
    expect(traces(`first line\n${text}`)).toEqual(['a.md:2']);
  });

  it.each([
    '/var/lib/allegation-ledger',
    'apps/registry/src',
    'https://example.org/home/page',
    '~/.local/share',
    '/homepage/a',
  ])('may say "%s"', (text) => {
    expect(traces(text)).toEqual([]);
  });
});
