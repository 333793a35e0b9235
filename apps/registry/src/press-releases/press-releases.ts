import { Injectable } from '@nestjs/common';

import {
  correctPressRelease,
  foldPressRelease,
  issuePressRelease,
  lettersNamed,
  linkPressRelease,
  type NamedText,
  type PressReleaseCorrected,
  type PressReleaseIssued,
  type PressReleaseLinked,
  pressReleaseStream,
  type PressReleaseWithdrawn,
  textsOfRelease,
  withdrawPressRelease,
} from '#libs/domain';
import { EventStore, wholeStream } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import type { CommandRequest } from '#libs/service';

import { type Agreed, NamesInClear } from '../allegations/names-in-clear.js';
import { lettersIn, streamsOfLetters } from '../letters-by-key.js';
import { Recorder } from '../recorder.js';
import { type Act, type Registered, Registrar } from '../registrar.js';
import { PublicRenditions } from './public-renditions.js';

/** Only who agreed to be named to the press is named in a release. */
const agreed: Agreed = ({ press }) => press;

/** What mandate holders told the press. Everyone reads it at once. */
@Injectable()
export class PressReleases {
  constructor(
    private readonly registrar: Registrar,
    private readonly recorder: Recorder,
    private readonly names: NamesInClear,
    private readonly renditions: PublicRenditions,
    private readonly store: EventStore,
  ) {}

  issue(command: CommandRequest, data: PressReleaseIssued): Promise<Registered> {
    const texts = textsOfRelease(data);
    const keys = lettersNamed(data.references, texts);
    return this.show(command, {
      type: 'PressReleaseIssued',
      data,
      plan: async (cause) => {
        await this.renditions.demandIn(data);
        const releaseId = this.recorder.eventId(cause, 0);
        return {
          streams: [pressReleaseStream(releaseId), ...streamsOfLetters(keys)],
          sealedUnder: [],
          resting: { letters: streamsOfLetters(keys), agreed },
          decide: (body, facts) => issuePressRelease(body, { ...facts, releaseId, letters: lettersIn(facts, keys) }),
        };
      },
    });
  }

  correct(command: CommandRequest, id: string, data: PressReleaseCorrected): Promise<Registered> {
    const stream = pressReleaseStream(id);
    const texts: readonly NamedText[] = [...textsOfRelease(data), ['reason', data.reason]];
    const keys = lettersNamed(data.references, texts);
    return this.show(command, {
      type: 'PressReleaseCorrected',
      data,
      plan: async () => {
        await this.renditions.demandIn(data);
        return {
          streams: [stream, ...streamsOfLetters(keys)],
          sealedUnder: [],
          resting: { letters: streamsOfLetters([...(await this.lettersOf(stream)), ...keys]), agreed },
          decide: (body, facts) =>
            correctPressRelease(
              body,
              { ...facts, releaseId: id, letters: lettersIn(facts, keys) },
              foldPressRelease(facts.events(stream)),
            ),
        };
      },
    });
  }

  /** What the release said so far must hold no name behind these letters, as if it had been about them from the first. */
  link(command: CommandRequest, id: string, data: PressReleaseLinked): Promise<Registered> {
    const stream = pressReleaseStream(id);
    return this.registrar.register(command, {
      type: 'PressReleaseLinked',
      data,
      plan: async () => {
        const letters = streamsOfLetters(data.references);
        const { names, lookedUp } = await this.names.behind({ letters, agreed });
        return {
          streams: [stream, ...letters],
          sealedUnder: [],
          ...(lookedUp[0] === undefined ? {} : { lookedUp: lookedUp[0] }),
          decide: (body, facts) => {
            const recorded = facts.events(stream);
            const context = { ...facts, releaseId: id, letters: lettersIn(facts, data.references) };
            const events = linkPressRelease(body, context, foldPressRelease(recorded));
            names.refuse(recorded.map((event) => event.data));
            return events;
          },
        };
      },
    });
  }

  /** Its document is taken off the public shelf once the withdrawal is durable. */
  async withdraw(command: CommandRequest, id: string, data: PressReleaseWithdrawn): Promise<Registered> {
    const stream = pressReleaseStream(id);
    const registered = await this.registrar.register(command, {
      type: 'PressReleaseWithdrawn',
      data,
      plan: () => ({
        streams: [stream],
        sealedUnder: [],
        decide: (body, facts) =>
          withdrawPressRelease(body, { ...facts, releaseId: id }, foldPressRelease(facts.events(stream))),
      }),
    });
    await this.renditions.clear();
    return registered;
  }

  private async lettersOf(stream: string): Promise<readonly string[]> {
    const entries = await wholeStream(this.store, stream);
    return foldPressRelease(entries.map(({ position, payload }) => recordedEvent(position, payload))).references;
  }

  /** Records what a release says, then shows its document. */
  private async show<T extends PressReleaseIssued>(command: CommandRequest, act: Act<T>): Promise<Registered> {
    const registered = await this.registrar.register(command, act);
    if (act.data.rendition !== undefined) await this.renditions.show(act.data.rendition);
    return registered;
  }
}
