import { readFileSync, writeFileSync } from 'node:fs';

import { Follower } from './follow.js';
import { type Partner, readPartner } from './partner.js';
import { type Content, submit } from './submit.js';
import type { Trust } from './transparency-log.js';

const [command, ...args] = process.argv.slice(2);
const brokers = (process.env['KAFKA_BROKERS'] ?? '127.0.0.1:9092').split(',');
const say = (line: string): void => console.log(line);

/** The file that pins the ledger. Without one the first answer is believed: compare it with what the ledger's operator gave you. */
async function pinned(file: string, partner: Partner): Promise<Trust> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Trust;
  } catch {
    const text = await (await fetch(`${partner.ledger}/trust`)).text();
    writeFileSync(file, text);
    say(`trusted on first use: ${file}`);
    return JSON.parse(text) as Trust;
  }
}

try {
  const partner = readPartner(process.env['PARTNER_FILE'] ?? 'partner.json');
  const trust = await pinned(process.env['TRUST_FILE'] ?? 'trust.json', partner);
  if (command === 'follow') {
    const { events, public: open } = partner.topics;
    const stateFile = process.env['STATE_FILE'] ?? 'state.json';
    const topics = args.length > 0 ? args : [events, open];
    await new Follower({ partner, brokers, trust, stateFile, say }).run(topics);
  } else if (command === 'submit' && args.length === 2) {
    const [id = '', file = ''] = args;
    const content = JSON.parse(readFileSync(file, 'utf8')) as Content;
    const receipt = await submit({ partner, brokers, trust }, id, content);
    say(JSON.stringify(receipt));
    process.exit(receipt.outcome === 'recorded' ? 0 : 1);
  } else {
    console.error('usage: main.js follow [TOPIC…] | submit ID FILE.json');
    process.exit(2);
  }
} catch (error) {
  console.error(error instanceof Error ? `${error.message} (brokers: ${brokers.join()})` : error);
  process.exit(1);
}
