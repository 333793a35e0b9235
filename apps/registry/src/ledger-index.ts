import { setImmediate as nextTurn } from 'node:timers/promises';

import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import {
  actorsOf,
  communicationEvents,
  type CommunicationState,
  evolveCommunication,
  haveSameWindows,
  known,
  nextSerial,
  noCommunication,
  type OtherActor,
  otherActorCode,
  type ReferenceKey,
  referenceOfStream,
  streamOf,
  windowEnds,
} from '#libs/domain';
import { type Entry, eventOf, EventStore } from '#libs/event-store';
import { HeadsLedger } from '#libs/integrity';
import { readBoxColumn } from '#libs/keyring';
import { keysStream, type RecordedEvent } from '#libs/ledger';

import { AllegationLinks } from './allegations/allegation-links.js';
import { PublicRecord } from './publication/public-record.js';
import { PublicTexts } from './publication/public-texts.js';

/** A field sealed under a key. */
export interface SealedUse {
  readonly event: string;
  readonly path: string;
  /** How many keys are needed to open it; what needs others' too is theirs as well. */
  readonly keys: number;
}

/** The TextRestated, and the subject without whom it says something again. */
export interface Restatement {
  readonly event: string;
  readonly without: string;
}

/** What the registry must find without reading the whole ledger again: heads of streams, uses of keys, letters whose windows run. */
@Injectable()
export class LedgerIndex implements OnApplicationShutdown {
  readonly heads = new HeadsLedger();
  private readonly uses = new Map<string, SealedUse[]>();
  /** By event and path of what was restated. */
  private readonly restated = new Map<string, Restatement[]>();
  /** What everyone may see. */
  readonly published = new PublicRecord();
  /** Press releases and follow-ups, by the letters they name. */
  readonly texts = new PublicTexts();
  readonly links = new AllegationLinks();
  private readonly letters = new Map<string, CommunicationState>();
  /** When the clock has something to look at, by letter. */
  private readonly ends = new Map<string, number>();
  /** The serials that any event stands under, by code and year. */
  private readonly serials = new Map<string, Set<number>>();
  private readonly waiting: { readonly size: number; readonly resolve: () => void }[] = [];
  private readonly ending = new AbortController();
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: EventStore,
    /** Called when an event of `ledger-keys` was taken in. */
    private readonly keysChanged: () => void = () => undefined,
  ) {}

  /** Reads everything recorded so far, then goes on following. */
  async start(): Promise<void> {
    this.work = this.follow();
    await this.upToDate();
  }

  async onApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await this.work;
  }

  /** Returns when everything below `size` is taken in. */
  catchUp(size: number): Promise<void> {
    if (this.heads.size >= size) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ size, resolve }));
  }

  private asked: Promise<void> | undefined;

  /** Returns when everything recorded before this call is taken in. Those who ask while the size is not yet asked for share the answer. */
  upToDate(): Promise<void> {
    this.asked ??= nextTurn().then(async () => {
      this.asked = undefined;
      await this.catchUp(await this.store.size());
    });
    return this.asked;
  }

  usesOf(keyId: string): readonly SealedUse[] {
    return this.uses.get(keyId) ?? [];
  }

  /** Whether what stands in this field was recorded again without the person who is known under these ids. */
  isRestated({ event, path }: Pick<SealedUse, 'event' | 'path'>, ids: readonly string[]): boolean {
    return this.restatementsOf({ event, path }).some(({ without }) => ids.includes(without));
  }

  /** What stands in this field, recorded again without one person each, oldest first. */
  restatementsOf({ event, path }: Pick<SealedUse, 'event' | 'path'>): readonly Restatement[] {
    return this.restated.get(`${event} ${path}`) ?? [];
  }

  /** The keys of the letters that a letter's standing links lead to. */
  linkedFrom(letter: string): readonly string[] {
    return [...new Set(this.letters.get(letter)?.links.map(({ reference }) => reference))];
  }

  /** The other actors that letters were sent to, with those of the reference data. */
  actors(): readonly OtherActor[] {
    return actorsOf([...this.letters].filter(([stream]) => isToOtherActor(stream)).map(([, state]) => state));
  }

  /** Letters of which a window has ended by the instant, and is not recorded as ended. */
  dueBy(instant: number): readonly ReferenceKey[] {
    const ended = [...this.ends].filter(([, end]) => end <= instant);
    return ended.map(([stream]) => referenceOfStream(stream)).filter((reference) => reference !== undefined);
  }

  /** The number that the next letter of the year gets: none that any event ever took. */
  nextSerial(code: string, year: number): number {
    const serials = [...(this.serials.get(`${code} ${year}`) ?? [])];
    const stateOf = (serial: number): CommunicationState =>
      this.letters.get(streamOf({ code, serial, year })) ?? noCommunication;
    return nextSerial(new Map(serials.map((serial) => [serial, stateOf(serial)])));
  }

  /** The letter as far as the index has read. */
  letter(reference: ReferenceKey): CommunicationState {
    return this.letters.get(streamOf(reference)) ?? noCommunication;
  }

  private async follow(): Promise<void> {
    for await (const page of this.store.follow(0, this.ending.signal)) {
      page.forEach((entry) => this.take(entry));
      const reached = this.waiting.filter(({ size }) => size <= this.heads.size);
      for (const one of reached) this.waiting.splice(this.waiting.indexOf(one), 1);
      reached.forEach(({ resolve }) => resolve());
    }
  }

  private take(entry: Entry): void {
    const event = eventOf(entry);
    this.heads.add(event);
    if (entry.boxes !== null)
      for (const { path, keys } of readBoxColumn(entry.boxes))
        for (const key of keys) noteIn(this.uses, key, { event: event.id, path, keys: keys.length });
    if (event.type === 'TextRestated')
      noteIn(this.restated, `${String(event.data['restates'])} ${String(event.data['path'])}`, {
        ...{ event: event.id, without: String(event.data['without']) },
      });
    this.links.take(event);
    if (event.stream === keysStream) this.keysChanged();
    if (event.stream.startsWith('communication-')) this.takeLetter(event);
    if (event.stream.startsWith('press_release-')) this.published.takeRelease(event);
    if (/^(?:press_release|follow_up)-/.test(event.stream)) this.texts.take(event);
  }

  private takeLetter(event: RecordedEvent): void {
    const { stream } = event;
    const fact = known(communicationEvents, event);
    const reference = referenceOfStream(stream);
    if (fact === undefined || reference === undefined) return;
    const before = this.letters.get(stream) ?? noCommunication;
    const after = evolveCommunication(before, fact);
    this.letters.set(stream, after);
    this.published.move(before.publications, after.publications);
    const year = `${reference.code} ${reference.year}`;
    this.serials.set(year, (this.serials.get(year) ?? new Set()).add(reference.serial));
    if (!haveSameWindows(before, after)) this.noteEnds(stream, windowEnds(after));
  }

  private noteEnds(stream: string, ends: readonly number[]): void {
    if (ends.length > 0) this.ends.set(stream, Math.min(...ends));
    else this.ends.delete(stream);
  }
}

/** Whether a stream is that of a letter to an addressee that is no State. */
export const isToOtherActor = (stream: string): boolean => stream.startsWith(`communication-${otherActorCode}-`);

function noteIn<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
