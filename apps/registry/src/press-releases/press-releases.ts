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
import type { CommandRequest } from '#libs/service';

import { NamesInClear } from '../allegations/names-in-clear.js';
import { lettersIn, streamsOfLetters } from '../letters-in.js';
import { Recorder } from '../recorder.js';
import { type Act, type Registered, Registrar } from '../registrar.js';
import { PublicRenditions } from './public-renditions.js';

/** What mandate holders told the press. Everyone reads it at once. */
@Injectable()
export class PressReleases {
  constructor(
    private readonly registrar: Registrar,
    private readonly recorder: Recorder,
    private readonly names: NamesInClear,
    private readonly renditions: PublicRenditions,
  ) {}

  issue(command: CommandRequest, data: PressReleaseIssued): Promise<Registered> {
    const texts = textsOfRelease(data);
    const keys = lettersNamed(data.references, texts);
    return this.show(command, {
      type: 'PressReleaseIssued',
      data,
      plan: async (cause) => {
        await this.refuse(data, keys, texts);
        const releaseId = this.recorder.eventId(cause, 0);
        return {
          streams: [pressReleaseStream(releaseId), ...streamsOfLetters(keys)],
          sealedUnder: [],
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
        await this.refuse(data, keys, texts);
        return {
          streams: [stream, ...streamsOfLetters(keys)],
          sealedUnder: [],
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

  link(command: CommandRequest, id: string, data: PressReleaseLinked): Promise<Registered> {
    const stream = pressReleaseStream(id);
    return this.registrar.register(command, {
      type: 'PressReleaseLinked',
      data,
      plan: () => ({
        streams: [stream, ...streamsOfLetters(data.references)],
        sealedUnder: [],
        decide: (body, facts) =>
          linkPressRelease(
            body,
            { ...facts, releaseId: id, letters: lettersIn(facts, data.references) },
            foldPressRelease(facts.events(stream)),
          ),
      }),
    });
  }

  withdraw(command: CommandRequest, id: string, data: PressReleaseWithdrawn): Promise<Registered> {
    const stream = pressReleaseStream(id);
    return this.registrar.register(command, {
      type: 'PressReleaseWithdrawn',
      data,
      plan: () => ({
        streams: [stream],
        sealedUnder: [],
        decide: (body, facts) =>
          withdrawPressRelease(body, { ...facts, releaseId: id }, foldPressRelease(facts.events(stream))),
      }),
    });
  }

  /** Only who agreed to be named to the press is named in a release, and its document must have been sent. */
  private async refuse(
    { rendition }: PressReleaseIssued,
    keys: readonly string[],
    texts: readonly NamedText[],
  ): Promise<void> {
    await this.names.refuseAbout(keys, texts, ({ press }) => press);
    if (rendition !== undefined) await this.renditions.demand(rendition);
  }

  /** Records what a release says, then shows its document. */
  private async show<T extends PressReleaseIssued>(command: CommandRequest, act: Act<T>): Promise<Registered> {
    const registered = await this.registrar.register(command, act);
    if (act.data.rendition !== undefined) await this.renditions.show(act.data.rendition);
    return registered;
  }
}
