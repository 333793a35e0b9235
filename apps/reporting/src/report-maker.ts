import { createHash } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import {
  type Ed25519Jwk,
  formatTrust,
  formatVerifierKey,
  noteKeyTypes,
  publicKeyBytes,
  toHex,
  trustDigest,
  verifierKey,
} from '#libs/integrity';
import { foldKeys, parseReportName, reportSpans, type ReportSpans } from '#libs/domain';
import { LedgerError } from '#libs/ledger';
import { type AsAt, communicationsReport, statisticsReport } from '#libs/projections';

import { LedgerHistory } from './ledger-history.js';
import { csvOf } from './renditions/csv.js';
import { htmlOf } from './renditions/html.js';
import { jsonOf } from './renditions/json.js';
import type { Footer, MadeReport, ReportFormat } from './renditions/made-report.js';
import { SourceDigests } from './source-digests.js';

export type Renditions = Readonly<Record<ReportFormat, Uint8Array>>;

/** What the registry records of a draft. */
export interface ReportDigests extends ReportSpans {
  readonly position: number;
  readonly template: string;
  readonly referenceData: string;
  readonly software: string;
  readonly renditions: readonly { readonly format: ReportFormat; readonly digest: string; readonly bytes: number }[];
}

/** How many reports are kept as they were made. */
const kept = 8;

/** Makes reports from the history: the same position gives the same bytes. */
@Injectable()
export class ReportMaker {
  private readonly made = new Map<string, Renditions>();

  constructor(
    private readonly history: LedgerHistory,
    private readonly sources: SourceDigests,
  ) {}

  /** `REQUEST_INVALID` for a name of no report. */
  renditions(report: string, asAt: AsAt): Renditions {
    const key = `${report} ${asAt.position}`;
    const made = this.made.get(key) ?? renditionsOf(this.make(report, asAt));
    this.made.set(key, made);
    for (const old of [...this.made.keys()].slice(0, -kept)) this.made.delete(old);
    return made;
  }

  digests(report: string, asAt: AsAt): ReportDigests {
    const { template, referenceData, software } = this.sources;
    const renditions = Object.entries(this.renditions(report, asAt)).map(([format, bytes]) => ({
      format: format as ReportFormat,
      digest: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
    }));
    return { ...reportSpans(report), position: asAt.position, template, referenceData, software, renditions };
  }

  private make(report: string, asAt: AsAt): MadeReport {
    const name = parseReportName(report);
    const events = this.history.upTo(asAt.position);
    const footer = this.footerAt(asAt);
    if (name.kind === 'statistics')
      return { ...statisticsReport(events, { year: name.year, asAt, listed: 'published' }), footer };
    const made = communicationsReport(events, { session: name.session, asAt });
    if (made === undefined)
      throw new LedgerError('REQUEST_INVALID', { path: 'report', reason: 'joint reports begin with HRC18' });
    return { ...made, footer };
  }

  private footerAt({ position }: AsAt): Footer {
    return { position, root: toHex(this.history.rootAt(position)), trust: this.trustAt(position) };
  }

  /** Digest of `trust.json` as the keys on record at the position make it. */
  private trustAt(position: number): string {
    const founding = this.history.foundingUpTo(position);
    const origin = String(founding.find(({ type }) => type === 'LedgerFounded')?.data['origin'] ?? '');
    const { keys } = foldKeys(founding);
    const genesis = keys.find(({ purpose }) => purpose === 'issuer')?.jwk as Ed25519Jwk | undefined;
    const log = keys.findLast(({ purpose, state }) => purpose === 'log' && state === 'current')?.jwk;
    if (genesis === undefined || log === undefined)
      throw new LedgerError('POSITION_UNKNOWN', { path: 'position', reason: 'before the ledger has its keys' });
    const key = verifierKey(origin, noteKeyTypes.ed25519, publicKeyBytes(log));
    return trustDigest(formatTrust({ origin, genesis, log: formatVerifierKey(key), witnesses: 'quorum none\n' }));
  }
}

function renditionsOf(report: MadeReport): Renditions {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  return { json: bytes(jsonOf(report)), html: bytes(htmlOf(report)), csv: bytes(csvOf(report)) };
}
