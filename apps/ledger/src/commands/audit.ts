import { type Checkpoint, type Finding, leafHash, toBase64url } from '#libs/integrity';
import type { Actor } from '#libs/ledger';

import { addresseeFile } from '../client/addressee-file.js';
import { connect } from '../client/connect.js';
import type { LedgerClient } from '../client/ledger-client.js';
import { askedQuery, type MomentFlags } from '../client/moment.js';
import { Notarised, trustFrom } from '../client/proofs.js';
import { IssuerKeys, type Statement, statementOf, statements } from '../client/statements.js';
import { trustedHow, type TrustedHow, trustLines } from '../client/trusted-how.js';
import type { ExitStatus, OutputFlags } from '../terminal/failure.js';
import { columns, setInText } from '../terminal/columns.js';
import { counted, instantWords, printJson, printLines, progress } from '../terminal/print.js';

export interface AuditFlags extends OutputFlags, MomentFlags {
  readonly trust?: string;
}

interface AuditLine {
  readonly position: number;
  readonly eventId: string;
  readonly type: string;
  readonly ver: number;
  readonly stream: string;
  readonly revision: number;
  readonly on: string;
  readonly time: string;
  readonly by: Actor;
  /** The letter that the stream is about. */
  readonly reference?: string;
}

interface Trail {
  readonly addressee: { readonly code: string; readonly name: string };
  readonly entries: readonly AuditLine[];
}

interface Checked extends AuditLine {
  /** SHA-256 of the leaf, base64url. */
  readonly leafHash: string;
  readonly verified: boolean;
}

/** The promised shape of `audit --json`; `rootHash` is base64url. */
interface Audit {
  readonly trust: TrustedHow;
  readonly addressee: Trail['addressee'];
  readonly entries: readonly Checked[];
  /** Entries that must have been there, because later ones of their stream are. */
  readonly missing: readonly { readonly stream: string; readonly revision: number }[];
  /** Absent when the trusted log has not signed what the ledger shows; `findings` then says so. */
  readonly checkpoint?: { readonly origin: string; readonly size: number; readonly rootHash: string };
  /** About the ledger as a whole. */
  readonly findings: readonly Finding[];
}

const atOnce = 16;

/** What was recorded, by whom, and for each entry whether its statement is signed, logged and what the trail says; 1 when one is not. */
export async function audit(named: string, { trust: trustFile, json, ...moment }: AuditFlags): Promise<ExitStatus> {
  const client = await connect({ roles: ['auditor'] });
  const trail = await addresseeFile<Trail>(client, named, `audit-trail${askedQuery(moment)}`);
  const trust = await trustFrom(client, trustFile);
  const checker = new Checker(client, new Notarised(client, trust), new IssuerKeys(trust));
  const entries = await checker.all(trail.entries);
  const { addressee } = trail;
  const log = logOf(await checker.notarised.checkpoint());
  const result = { trust: trustedHow(trustFile), addressee, entries, missing: gaps(entries), ...log };
  if (json) printJson(result);
  else printLines(auditWords(result));
  const { missing, findings } = result;
  return findings.length === 0 && missing.length === 0 && entries.every(({ verified }) => verified) ? 0 : 1;
}

function logOf(shown: Checkpoint | Finding): Pick<Audit, 'checkpoint' | 'findings'> {
  if ('code' in shown) return { findings: [shown] };
  const { origin, size, root } = shown;
  return { checkpoint: { origin, size, rootHash: toBase64url(root) }, findings: [] };
}

class Checker {
  private everyKey: Promise<void> | undefined;

  constructor(
    private readonly client: LedgerClient,
    readonly notarised: Notarised,
    private readonly keys: IssuerKeys,
  ) {}

  async all(lines: readonly AuditLine[]): Promise<Checked[]> {
    const checked: Checked[] = [];
    for (let at = 0; at < lines.length; at += atOnce) {
      progress(`checking ${at} of ${lines.length}`);
      checked.push(...(await Promise.all(lines.slice(at, at + atOnce).map((line) => this.one(line)))));
    }
    progress('');
    return checked;
  }

  private async one(line: AuditLine): Promise<Checked> {
    const jwt = await this.client.text(`/v1/events/${line.eventId}/statement`);
    const statement = statementOf(line.position, jwt);
    const verified =
      statement !== undefined &&
      says(statement, line) &&
      (await this.signed(statement)) &&
      (await this.notarised.holds(line.eventId, line.position, jwt));
    return { ...line, leafHash: toBase64url(leafHash(jwt)), verified };
  }

  /** A key added after the first one is looked up in the whole history, once. */
  private async signed(statement: Statement): Promise<boolean> {
    if (!this.keys.knows(statement)) await (this.everyKey ??= this.learnKeys());
    return this.keys.signed(statement);
  }

  private async learnKeys(): Promise<void> {
    for await (const page of statements(this.client))
      for (const statement of page.filter(({ event }) => event.type === 'KeyAdded')) await this.keys.signed(statement);
  }
}

/** Whether the line shown is what the statement says. */
const says = ({ event }: Statement, line: AuditLine): boolean =>
  event.id === line.eventId &&
  event.type === line.type &&
  event.version === line.ver &&
  event.stream === line.stream &&
  event.revision === line.revision &&
  event.data.on === line.on &&
  event.time === line.time &&
  event.by.role === line.by.role &&
  event.by.ps === line.by.ps;

function outcome(entries: readonly Checked[]): string {
  const wrong = entries.filter(({ verified }) => !verified).length;
  if (entries.length === 0) return 'Nothing is recorded for this addressee.';
  if (wrong > 0)
    return `${counted(wrong, 'entry does', 'entries do')} not hold: keep this output and ask for the proof.`;
  return `${counted(entries.length, 'entry', 'entries')}, each signed by the ledger and standing in its log.`;
}

/** The revisions of a stream run from 0 without a gap, up to the last one that is shown. */
function gaps(lines: readonly AuditLine[]): Audit['missing'] {
  const shown = new Map<string, Set<number>>();
  for (const { stream, revision } of lines) shown.set(stream, (shown.get(stream) ?? new Set()).add(revision));
  return [...shown].flatMap(([stream, revisions]) =>
    Array.from({ length: Math.max(...revisions) }, (_, revision) => ({ stream, revision })).filter(
      ({ revision }) => !revisions.has(revision),
    ),
  );
}

/** `AL KHM 1/2025, revision 0`, or the stream's name where it is about no letter. */
const placeWords = ({ reference, stream, revision }: AuditLine): string =>
  `${reference === undefined ? stream : reference + (stream.startsWith('handling') ? ' (handling)' : '')}, revision ${revision}`;

/** As reports print it, too, so that the two can be compared. */
const hexOf = (base64url: string): string => Buffer.from(base64url, 'base64url').toString('hex');

function auditWords({ trust, addressee, entries, missing, checkpoint, findings }: Audit): string[] {
  const rows = entries.map(({ verified, ...line }) => [
    ...[`${line.position}`, instantWords(line.time), line.on.slice(0, 10), verified ? 'verified' : 'WRONG'],
    ...[line.type, line.by.role.replaceAll('_', ' '), placeWords(line)],
  ]);
  return [
    ...trustLines(trust),
    ...setInText(`${addressee.name} (${addressee.code}): what was recorded, and proof that it was not altered`, 0),
    '',
    ...(rows.length === 0 ? [] : [...columns(['No.', 'Recorded', 'On', 'Proof', 'What', 'By', 'Record'], rows), '']),
    // Where the ledger is not the trusted one, that is why nothing holds.
    ...(findings.length > 0
      ? findings.flatMap(({ code, detail }) => setInText(`${code}: ${detail}`, 0))
      : setInText(outcome(entries), 0)),
    ...missing.map(({ stream, revision }) => `MISSING: ${stream} ${revision} is in the ledger and not in this trail.`),
    ...(checkpoint === undefined ? [] : setInText(checkpointWords(checkpoint), 0)),
  ];
}

const checkpointWords = ({ origin, size, rootHash }: NonNullable<Audit['checkpoint']>): string =>
  `Checkpoint of ${origin}: ${counted(size, 'statement')}, root (hex) ${hexOf(rootHash)}`;
