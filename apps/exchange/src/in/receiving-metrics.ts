import { Counter, Gauge, type Registry } from 'prom-client';

import type { Verdict } from './verdict.js';

/** What is counted of what comes in; names, codes and numbers only. */
export class ReceivingMetrics {
  private readonly submissions: Counter<'agency' | 'outcome' | 'code'>;
  private readonly stops: Gauge<'agency'>;
  private readonly consumed: Gauge<'agency' | 'topic'>;
  private readonly refusals: Counter<'code'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.submissions = new Counter({
      ...{ name: 'ledger_submissions_total', registers, labelNames: ['agency', 'outcome', 'code'] },
      help: 'Submissions settled, by what became of them',
    });
    this.stops = new Gauge({
      ...{ name: 'ledger_submissions_stopped', registers, labelNames: ['agency'] },
      help: '1 while the submissions of an agency are not taken because too many were invalid',
    });
    this.consumed = new Gauge({
      ...{ name: 'ledger_agency_consumed_position', registers, labelNames: ['agency', 'topic'] },
      help: 'The position up to which an agency has confirmed to have read a topic',
    });
    this.refusals = new Counter({
      ...{ name: 'ledger_confirmations_refused_total', registers, labelNames: ['code'] },
      help: 'Confirmations of agencies that were not accepted',
    });
  }

  settled(agency: string, verdict: Verdict): void {
    const code = verdict.outcome === 'recorded' ? '' : verdict.problem.code;
    this.submissions.inc({ agency, outcome: verdict.outcome, code });
  }

  running(agency: string): void {
    this.stops.set({ agency }, 0);
  }

  stopped(agency: string): void {
    this.stops.set({ agency }, 1);
  }

  confirmed(agency: string, topic: string, position: number): void {
    this.consumed.set({ agency, topic }, position);
  }

  notConfirmed(code: string): void {
    this.refusals.inc({ code });
  }
}
