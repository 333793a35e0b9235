import { slotsOf, zurichDay } from '#libs/domain';
import { type Draft, type Entry, eventOf, type EventStore, type View, type Writer } from '#libs/event-store';
import { type Claims, compactJwt, disclosureDigest, encodePayload, equalBytes, utf8 } from '#libs/integrity';
import { type DataKey, type Identifiers, type KeyStore, type Sealer } from '#libs/keyring';
import {
  canonicalJson,
  type JsonObject,
  LedgerError,
  type ProposedEvent,
  type RecordedEvent,
  type Role,
} from '#libs/ledger';
import type { CommandRequest } from '#libs/service';

import type { LedgerIdentity } from './ledger-identity.js';
import { keyNamesOf } from './sealing-rules.js';

/** What a decision may look at: the ledger at its size, at one instant. */
export interface Facts {
  /** Milliseconds since 1970; the recorded-at of what is decided. */
  readonly now: number;
  /** The position of the first event decided here. */
  readonly size: number;
  /** The day in Zurich. */
  readonly today: string;
  events(stream: string): readonly RecordedEvent[];
  /** Everything decided from a position on, in whatever stream; undefined when that is too long ago to be told. */
  since(position: number): readonly RecordedEvent[] | undefined;
  /** The id that the n-th event decided here will have. */
  id(n: number): string;
  /** A person's pseudonym in a stream, for the rule that a second person must act. */
  pseudonym(stream: string): string;
}

/** Something that wants to be recorded: what it reads, under which keys it seals, and the decision itself. */
export interface Intention {
  readonly streams: readonly string[];
  /** Names of every data key that a sealed slot of the decided events can need. */
  readonly keyNames?: readonly string[];
  /** For an allegation's events, whose texts they are: the stream of its source, then those of its persons. */
  readonly owners?: readonly string[];
  readonly decide: (facts: Facts) => readonly ProposedEvent[];
}

/** An event whose disclosures are not encrypted but kept in clear beside its statement: HeadsRecorded. */
export interface DisclosedEvent extends ProposedEvent {
  readonly disclosures: readonly string[];
}

/** Who acts and under which derived ids: a person's request, the clock, or the operator. */
export interface Cause {
  readonly role: Role;
  readonly scope: string;
  readonly key: string | readonly string[];
  /** `req`; null for the clock and the operator. */
  readonly req: Uint8Array | null;
  readonly person?: { readonly issuer: string; readonly subject: string };
  /** The primary stream's revision that the caller saw. */
  readonly ifMatch?: number | undefined;
}

/** The most events one command can become. */
const maxEvents = 128;
/** As many as most commands become. */
const fewEvents = 8;

/** The keys and the sealer that work on them. */
export class Sealing {
  constructor(
    readonly keyStore: KeyStore,
    readonly sealer: Sealer,
  ) {}
}

export interface RecorderParts {
  readonly store: EventStore;
  readonly writer: Writer;
  readonly identifiers: Identifiers;
  readonly sealing: Sealing;
  readonly identity: LedgerIdentity;
}

/** The only way to record anything: looks the command up, decides, seals, and has the writer sign and append. */
export class Recorder {
  private readonly store: EventStore;
  private readonly writer: Writer;
  private readonly identifiers: Identifiers;
  private readonly sealing: Sealing;
  private readonly identity: LedgerIdentity;

  constructor(parts: RecorderParts) {
    ({
      store: this.store,
      writer: this.writer,
      identifiers: this.identifiers,
      sealing: this.sealing,
      identity: this.identity,
    } = parts);
  }

  causeOf(request: CommandRequest, role: Role): Cause {
    const { issuer, subject } = request.identity;
    return {
      role,
      ...(request.derivation ?? { scope: `http:${issuer} ${subject}`, key: request.key }),
      req: this.identifiers.requestDigest(request.method, request.path, request.body),
      person: { issuer, subject },
      ifMatch: request.ifMatch,
    };
  }

  /** The id of the n-th event that this cause will have. */
  eventId(cause: Cause, n: number): string {
    return this.identifiers.eventId(cause.scope, cause.key, n);
  }

  /** What was recorded for the cause before, in order; throws `KEY_REUSED` when it was another request. */
  async earlier(cause: Cause): Promise<readonly Entry[] | undefined> {
    const [first] = await this.store.find([this.eventId(cause, 0)]);
    if (first === undefined) return undefined;
    refuseOtherRequest(first, cause);
    return [first, ...(await this.further(cause))];
  }

  /** What was recorded beside the first event. A few ids at a time: commands become few events, and an id costs more than a look-up. */
  private async further(cause: Cause): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    while (1 + entries.length < maxEvents) {
      const ids = Array.from({ length: fewEvents }, (_, n) => this.eventId(cause, 1 + entries.length + n));
      const found = await this.store.find(ids);
      entries.push(...found);
      if (found.length < ids.length) break;
    }
    return entries;
  }

  /** Records what the intention decides, once for ever per cause; answers with the entries, which are durable. */
  async record(cause: Cause, intention: Intention): Promise<readonly Entry[]> {
    this.identity.refuseWhenReadOnly();
    const first = this.eventId(cause, 0);
    const keys = await this.resolve(intention.keyNames ?? []);
    let repeated = false;
    const entries = await this.writer.write({
      ids: [first],
      streams: intention.streams,
      decide: (view) => {
        const known = view.known(first);
        repeated = known !== undefined;
        if (known === undefined) return this.drafts({ cause, first, intention, keys, view });
        refuseOtherRequest(known, cause);
        return [known];
      },
    });
    return repeated ? ((await this.earlier(cause)) ?? entries) : entries;
  }

  private drafts({ cause, first, intention, keys, view }: Decision): Draft[] {
    refuseStale(cause, intention, view);
    const revisions = new Map<string, number>();
    return intention.decide(this.facts(cause, view)).map((event, n) => {
      const rev = revisions.get(event.stream) ?? view.nextRevision(event.stream);
      revisions.set(event.stream, rev + 1);
      const id = n === 0 ? first : this.eventId(cause, n);
      return this.draft(event, { cause, intention, keys, id, rev, time: view.time });
    });
  }

  private draft(event: ProposedEvent, place: Place): Draft {
    const { stream, type, version, codes } = event;
    const { cause, intention, keys, id, rev, time } = place;
    const iss = this.identity.origin;
    const disclosures = 'disclosures' in event ? (event as DisclosedEvent).disclosures : null;
    const { data, claims, boxes } = this.sealing.sealer.seal({
      iss,
      id,
      data: plain(event.data),
      slots: slotsOf(type, version),
      keysOf: (path) => keyNamesOf(event, path, intention.owners ?? []).map((name) => demandKey(keys, name)),
    });
    const payload: Claims = {
      iss,
      jti: id,
      sub: stream,
      rev,
      typ: type,
      ver: version,
      time,
      by: this.actor(cause, stream),
      ...(codes.length > 0 ? { codes: [...codes].sort() } : {}),
      data: disclosures === null ? data : { ...data, _sd: disclosures.map(disclosureDigest).sort() },
      ...(disclosures === null ? claims : { _sd_alg: 'sha-256' }),
    };
    const kept = disclosures === null ? null : utf8(canonicalJson(disclosures));
    return { stream, id, payload: encodePayload(payload), boxes, disclosures: kept, req: cause.req };
  }

  private facts(cause: Cause, view: View): Facts {
    const now = Date.parse(view.time);
    return {
      now,
      today: zurichDay(now),
      events: (stream) => view.events(stream),
      since: (position) => view.since(position),
      size: view.size,
      id: (n) => this.eventId(cause, n),
      pseudonym: (stream) => this.actor(cause, stream).ps ?? '',
    };
  }

  private actor({ person, role }: Cause, stream: string): Claims['by'] {
    if (person === undefined) return { role };
    return { ps: this.identifiers.pseudonym(person.issuer, person.subject, stream), role };
  }

  private async resolve(names: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
    const distinct = [...new Set(names)];
    const keys = await Promise.all(distinct.map((name) => this.sealing.keyStore.keyFor(name)));
    return new Map(distinct.map((name, i) => [name, keys[i] as DataKey]));
  }

  /** The statement of an entry as it is handed to whoever recorded it. */
  static answerOf(entry: Entry): RecordedAnswer {
    const { id, type, stream, revision, position, time } = eventOf(entry);
    const statement = compactJwt(entry.kid, entry.payload, entry.signature);
    return { eventId: id, type, stream, revision, position, time, statement };
  }
}

interface Decision {
  readonly cause: Cause;
  /** The id of the first event. */
  readonly first: string;
  readonly intention: Intention;
  readonly keys: ReadonlyMap<string, DataKey>;
  readonly view: View;
}

interface Place {
  readonly cause: Cause;
  readonly intention: Intention;
  readonly keys: ReadonlyMap<string, DataKey>;
  readonly id: string;
  readonly rev: number;
  readonly time: string;
}

/** What a write is answered with for each event. */
export interface RecordedAnswer {
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly time: string;
  /** Compact JWT. */
  readonly statement: string;
}

/** The payload as plain JSON: instances of payload classes become objects, members `undefined` are left out. */
const plain = (data: object): JsonObject => JSON.parse(JSON.stringify(data)) as JsonObject;

function demandKey(keys: ReadonlyMap<string, DataKey>, name: string): DataKey {
  const key = keys.get(name);
  if (key === undefined) throw new LedgerError('INTERNAL', 'a key was not resolved before the decision');
  return key;
}

function refuseOtherRequest(entry: Entry, { req }: Cause): void {
  const same = req === null || entry.req === null ? req === entry.req : equalBytes(entry.req, req);
  if (!same) throw new LedgerError('KEY_REUSED');
}

function refuseStale({ ifMatch }: Cause, { streams }: Intention, view: View): void {
  const [primary] = streams;
  if (ifMatch === undefined || primary === undefined) return;
  if (view.nextRevision(primary) - 1 !== ifMatch)
    throw new LedgerError('REVISION_MISMATCH', { path: 'If-Match', reason: 'another revision is current' });
}
