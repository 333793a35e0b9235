import { slotsOf } from '#libs/domain';
import { type Checkpoint, equalBytes, type Finding, leafHash, MerkleTree, toBase64url } from '#libs/integrity';
import { isJsonObject, type Json, type JsonObject, type RecordedEvent } from '#libs/ledger';
import { erasedMark, erasures, fold, replayed, type ReplayedEvent, sealedMark } from '#libs/projections';

import { connect } from '../client/connect.js';
import { Notarised, trustFrom } from '../client/proofs.js';
import { IssuerKeys, type Statement, statements } from '../client/statements.js';
import { trustedHow, trustLines } from '../client/trusted-how.js';
import type { ExitStatus, OutputFlags } from '../terminal/failure.js';
import { setInText } from '../terminal/columns.js';
import { counted, instantWords, printJson, printLines, progress } from '../terminal/print.js';

export interface ReplayFlags extends OutputFlags {
  readonly trust?: string;
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
  const shown = await new Notarised(client, trust).checkpoint();
  const findings = history.heldAgainst(shown);
  const erased = fold(erasures, history.events);
  const entries = history.events.map((event) => replayed(event, slotsOf(event.type, event.version), erased));
  const how = trustedHow(trustFile);
  const ok = findings.length === 0;
  const checkpoint = 'code' in shown ? undefined : checkpointOf(shown);
  if (json) printJson({ ok, trust: how, checkpoint, entries, findings });
  else
    printLines([
      ...trustLines(how),
      ...entries.flatMap(entryLines),
      '',
      ...endLines(entries.length, checkpoint?.size, findings),
    ]);
  return ok ? 0 : 1;
}

const checkpointOf = ({ origin, size, root }: Checkpoint) => ({ origin, size, rootHash: toBase64url(root) });

/** What has been read so far, and what did not fit in it. */
class History {
  readonly events: RecordedEvent[] = [];
  readonly findings: Finding[] = [];
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

  /** What was found on the way, and whether the tree made again from the statements is the one the trusted log has signed. */
  heldAgainst(shown: Checkpoint | Finding): Finding[] {
    // Where the ledger is not the trusted one, that is why no signature fits.
    if ('code' in shown) return [shown, ...this.findings.filter(({ code }) => code !== 'BAD_SIGNATURE')];
    return [...this.findings, ...this.against(shown)];
  }

  private against({ size, root }: Checkpoint): Finding[] {
    const read = this.events.length;
    if (size > read)
      return [{ code: 'POSITION_MISSING', detail: `the log has signed ${size} statements, ${read} were served` }];
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

  private find(code: Finding['code'], { position }: Statement, detail: string): void {
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

const mostListed = 50;

function endLines(read: number, size: number | undefined, findings: readonly Finding[]): string[] {
  if (findings.length === 0)
    return setInText(
      `${counted(read, 'statement')} replayed: every one signed, in order, and the log's signed root over ${size} is theirs.`,
      0,
    );
  const listed = findings.slice(0, mostListed);
  return [
    `${counted(findings.length, 'finding')}:`,
    ...listed.flatMap(({ code, position, detail }) =>
      setInText(`${code}${position === undefined ? '' : ` at ${position}`}: ${detail}`, 2),
    ),
    ...(findings.length > mostListed ? [`  … and ${findings.length - mostListed} more`] : []),
  ];
}
