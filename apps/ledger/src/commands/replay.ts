import { slotsOf } from '#libs/domain';
import { equalBytes, leafHash, MerkleTree, toBase64url } from '#libs/integrity';
import { isJsonObject, type Json, type JsonObject, type RecordedEvent } from '#libs/ledger';
import { erasedMark, erasures, fold, replayed, type ReplayedEvent, sealedMark } from '#libs/projections';

import { connect } from '../client/connect.js';
import { Notarised, trustFrom } from '../client/proofs.js';
import { IssuerKeys, type Statement, statements } from '../client/statements.js';
import type { ExitStatus, OutputFlags } from '../terminal/failure.js';
import { counted, instantWords, printJson, printLines, progress } from '../terminal/print.js';

export interface ReplayFlags extends OutputFlags {
  readonly trust?: string;
}

interface ReplayFinding {
  readonly code: 'BAD_SIGNATURE' | 'REVISION_GAP' | 'POSITION_MISSING' | 'TIME_ORDER' | 'INCLUSION';
  readonly position?: number;
  readonly detail: string;
}

/** Reads the whole history again from position 0 and holds it against the log; 1 when something does not fit. */
export async function replay({ trust: trustFile, json }: ReplayFlags): Promise<ExitStatus> {
  const client = await connect({ roles: ['auditor'] });
  const trust = await trustFrom(client, trustFile);
  const history = new History(new IssuerKeys(trust));
  for await (const page of statements(client)) {
    await history.add(page);
    progress(`${history.events.length} replayed`);
  }
  progress('');
  const { size, root } = await new Notarised(client, trust).checkpoint();
  const findings = [...history.findings, ...history.against(size, root)];
  const erased = fold(erasures, history.events);
  const entries = history.events.map((event) => replayed(event, slotsOf(event.type, event.version), erased));
  const result = {
    ok: findings.length === 0,
    checkpoint: { origin: trust.origin, size, rootHash: toBase64url(root) },
    entries,
    findings,
  };
  if (json) printJson(result);
  else printLines([...entries.flatMap(entryLines), '', ...endLines(entries.length, size, findings)]);
  return result.ok ? 0 : 1;
}

/** What has been read so far, and what did not fit in it. */
class History {
  readonly events: RecordedEvent[] = [];
  readonly findings: ReplayFinding[] = [];
  private readonly tree = new MerkleTree();
  private readonly heads = new Map<string, number>();

  constructor(private readonly keys: IssuerKeys) {}

  async add(page: readonly Statement[]): Promise<void> {
    for (const statement of page) {
      this.place(statement);
      if (!(await this.keys.signed(statement))) this.find('BAD_SIGNATURE', statement, 'no known issuer key signed it');
      this.tree.append(leafHash(statement.jwt));
      this.events.push(statement.event);
    }
  }

  /** The tree made again from the statements must be the one the log has signed. */
  against(size: number, root: Uint8Array): ReplayFinding[] {
    if (size > this.events.length)
      return [
        {
          code: 'POSITION_MISSING',
          detail: `the log has signed ${size} statements, ${this.events.length} were served`,
        },
      ];
    if (equalBytes(this.tree.root(size), root)) return [];
    return [{ code: 'INCLUSION', detail: `the root over ${size} statements is not the one the log has signed` }];
  }

  private place(statement: Statement): void {
    const { stream, revision, time } = statement.event;
    const next = (this.heads.get(stream) ?? -1) + 1;
    this.heads.set(stream, revision);
    if (statement.position !== this.events.length)
      this.find('POSITION_MISSING', statement, `position ${this.events.length} is missing`);
    if (revision !== next)
      this.find('REVISION_GAP', statement, `revision ${revision} of ${stream} where ${next} comes`);
    if (time < (this.events.at(-1)?.time ?? ''))
      this.find('TIME_ORDER', statement, 'recorded before the statement ahead of it');
  }

  private find(code: ReplayFinding['code'], { position }: Statement, detail: string): void {
    this.findings.push({ code, position, detail });
  }
}

function entryLines({ position, time, type, stream, revision, by, data }: ReplayedEvent): string[] {
  const hidden = hiddenPlaces(data);
  return [
    `${`${position}`.padStart(6)}  ${instantWords(time)}  ${type.padEnd(28)} ${stream} ${revision}, by ${by.role.replaceAll('_', ' ')}`,
    ...(hidden.length === 0 ? [] : [`        ${hidden.join(', ')}`]),
  ];
}

/** The sealed places by name; where a type's names are not known, only how many there are. */
function hiddenPlaces(data: JsonObject): string[] {
  const places = marked(data, '');
  const named = places.filter((place) => !/(?:^|\/)_sd\//u.test(place));
  return named.length === places.length
    ? named
    : [...named, `${counted(places.length - named.length, 'field')} by digest`];
}

/** Paths of the sealed places, each with its mark. */
function marked(value: Json, path: string): string[] {
  if (value === sealedMark || value === erasedMark) return [`${path} ${value}`];
  if (Array.isArray(value)) return value.flatMap((item, index) => marked(item as Json, `${path}/${index}`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => marked(member, path === '' ? name : `${path}/${name}`));
}

const endLines = (read: number, size: number, findings: readonly ReplayFinding[]): string[] =>
  findings.length === 0
    ? [
        `${counted(read, 'statement')} replayed: every one signed, in order, and the log's signed root over ${size} is theirs.`,
      ]
    : [
        counted(findings.length, 'finding'),
        ...findings.map(
          ({ code, position, detail }) => `  ${code}${position === undefined ? '' : ` at ${position}`}: ${detail}`,
        ),
      ];
