import { chosen, type Options } from '../options.js';
import type { Outcome } from '../result.js';
import { submissionCase, submissionGoal, submissionReceipts } from './submission-receipts.js';

/** What goes over Kafka. */
export async function kafkaSuite(options: Options): Promise<Outcome> {
  chosen('case', options.cases, [submissionCase]);
  process.stderr.write(`${submissionCase}\n`);
  const row = await submissionReceipts(options);
  return { versions: {}, rows: [row], notMeasured: [], goals: [submissionGoal(row)], notes: [] };
}
