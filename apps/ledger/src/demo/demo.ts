import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { LedgerError } from '#libs/ledger';
import { askedToEnd } from '#libs/service';

import { type RunningLedger, startLedger } from '../up/start-ledger.js';
import { CommandLine } from './command-line.js';
import { demoConfig } from './demo.config.js';
import { freePort } from './free-port.js';

const published = '../shared/data/letters/AL_KHM_1-2025.txt';
const specimen = 'examples/AL_KHM_1-2025.txt';
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/**
 * The life of one letter on embedded defaults, through the command line. With `--exit` it ends instead of serving on. Exit status 0, 1,
 * 2 for anything else on the command line, or 130 when it was asked to end before it had told everything.
 */
export async function demo(args: readonly string[]): Promise<0 | 1 | 2 | 130> {
  const other = args.find((arg) => arg !== '--exit');
  if (other !== undefined) {
    process.stderr.write(`The demo takes --exit and nothing else: ${other}\n`);
    return 2;
  }
  // From now on, so that whoever asks before it serves leaves no database server behind.
  const ending = new AbortController();
  const asked = askedToEnd().then(() => ending.abort());
  try {
    await live(args, asked, ending.signal);
    return 0;
  } catch (error) {
    if (ending.signal.aborted) return 130;
    if (!(error instanceof LedgerError)) throw error;
    process.stderr.write(`${error.code}: ${error.message}\n`);
    return 1;
  }
}

async function live(args: readonly string[], asked: Promise<void>, ending: AbortSignal): Promise<void> {
  const config = demoConfig(process.env);
  const { home } = config;
  config.port = await freePort(config.port);
  const started = Date.now();
  say(`Starting a ledger with its own PostgreSQL in ${home} …`);
  const ledger = await startLedger(config);
  try {
    const arrived = await tell(ledger, home, ending);
    say(`\nAll of it took ${((Date.now() - started) / 1000).toFixed(1)} s.`);
    if (!args.includes('--exit')) await serveOn(ledger, arrived, asked);
  } finally {
    if (ending.aborted) say('\nEnding it …');
    await ledger.stop();
    say(`What it recorded stays in ${home}; remove that folder when you have seen enough.`);
  }
}

/** Answers with the instant at which the letter's arrival was recorded, before anything came back. */
async function tell(ledger: RunningLedger, home: string, ending: AbortSignal): Promise<string> {
  const line = new CommandLine(ledger.url, ending);
  const letter = existsSync(published) ? published : specimen;
  say(letter === specimen ? 'The letter is the specimen in examples/.' : 'The letter is the published AL KHM 1/2025.');
  await line.run('What a reader finds in the letter', 'read', letter);
  const { eventId: allegation } = await line.record(
    'The allegation behind it; source and persons are sealed',
    'examples/allegation.json',
  );
  await line.record('The letter', letter, '--yes');
  await line.record('The allegation names the letter, never the other way round', await linkFile(home, allegation));
  const { time: arrived } = await line.record('It arrived', 'examples/dispatch.json');
  await line.until(
    'The sixty days have passed: the clock records the silence and the end of the window beside all this',
    ...['ResponseWindowElapsed', 'ConfidentialityWindowElapsed'],
  );
  await line.record('A reply came', 'examples/reply.json');
  await line.record('One person proposes the public rendition', 'examples/redaction.json');
  await line.record('Another approves it', 'examples/redaction-approval.json', '--as', 'second.person');
  await line.record('And it is published', 'examples/publication.json', '--as', 'second.person');
  await line.run("Cambodia's timeline", 'timeline', 'KHM');
  await line.run('Its audit trail, each proof checked here', 'audit', 'KHM');
  const [bundle, trust] = [join(home, 'KHM.zip'), join(home, 'trust.json')];
  await line.run("Cambodia's bundle", 'export', 'KHM', '--out', bundle);
  await writeFile(trust, await (await fetch(`${ledger.url}/trust`)).text());
  await line.run('Checked without the services', 'verify', bundle, '--trust', trust);
  return arrived;
}

/** The link names an event that only this ledger knows, so its record is written here. */
async function linkFile(home: string, allegation: string): Promise<string> {
  const record = { type: 'AllegationLinked', allegation, data: { on: '2025-03-10', reference: 'KHM 1/2025' } };
  const file = join(home, 'link.json');
  await writeFile(file, JSON.stringify(record));
  return file;
}

async function serveOn({ url }: RunningLedger, arrived: string, asked: Promise<void>): Promise<void> {
  say(`\nThe services go on at ${url} until Ctrl-C. In another terminal, the timeline as it was before the reply:`);
  say(`  LEDGER_URL=${url} npm run -s ledger -- timeline KHM --as-of ${arrived}`);
  await asked;
}
