import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

/** What the figures hold for, apart from what a suite itself adds. */
export function surroundings(): { machine: string; versions: Record<string, string> } {
  const [first] = cpus();
  const model = first?.model.trim() ?? '';
  const processor = model === '' || model === 'unknown' ? `${process.arch} processor of unknown model` : model;
  return {
    machine: `${cpus().length} × ${processor}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`,
    versions: {
      node: process.versions.node,
      openssl: process.versions.openssl,
      'postgres.js': installedVersion('postgres'),
    },
  };
}

/** How busy others keep the machine: figures taken on a busy one say little. */
export function load(): string {
  const [minute = 0] = loadavg();
  return `a load of ${minute.toFixed(1)} on ${cpus().length} processors before the run`;
}

/** The version of an installed package. */
export function installedVersion(name: string, folder = 'node_modules'): string {
  const { version } = JSON.parse(readFileSync(`${folder}/${name}/package.json`, 'utf8')) as { version: string };
  return version;
}
