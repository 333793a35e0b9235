import {
  correctPressRelease,
  foldFollowUp,
  foldPressRelease,
  followUpStream,
  issuePressRelease,
  type Letters,
  linkPressRelease,
  pressReleaseStream,
  recordFollowUp,
  recordOutcome,
  withdrawPressRelease,
} from '#libs/domain';
import { payloadExamples as examples } from '#libs/testing';

import {
  broken,
  type Choice,
  isFuture,
  letterIn,
  momentIn,
  nobody,
  onLetter,
  personOf,
  pick,
  type Rule,
} from './attempt.js';
import { frozen, type MemoryLedger } from './memory-ledger.js';
import { emptyLetter, isPublic, type LetterNoted, letterKeys, type Model } from './model.js';

/** The letters that a text for everyone is about, in its list and in its words; a number that was never sent among them. */
function named(model: Model, { n, odd }: Choice) {
  const references = odd === 3 ? [] : [letterIn(model, n).key];
  const mentioned = odd === 0 ? ['KHM 3/2025'] : odd === 1 ? [letterIn(model, n + 1).key] : [];
  const isHidden = [...references, ...mentioned].some((key) => !isPublic(model, key));
  return { references, isHidden, words: mentioned.map((key) => ` (AL ${key})`).join('') };
}

const lettersOf = (ledger: MemoryLedger): Letters =>
  new Map([...letterKeys, 'KHM 3/2025'].map((key) => [key, ledger.communication(key)]));

const issue: Rule = (model, choice) => {
  const on = momentIn(model, choice);
  const { references, isHidden, words } = named(model, choice);
  return {
    broken: broken({ LETTER_NOT_PUBLISHED: isHidden, DATE_IN_FUTURE: isFuture(model, on) }),
    becomes: ['PressReleaseIssued'],
    by: { name: personOf(choice), role: 'publisher' },
    decide: (ledger) => {
      const data = { ...examples.PressReleaseIssued, on: on.text, references, title: `Experts alarmed${words}` };
      return issuePressRelease(data, { ...ledger.time, releaseId: ledger.nextId(), letters: lettersOf(ledger) });
    },
    note: (id) => model.releases.push({ id, last: id, about: references, withdrawn: false }),
  };
};

/** What is done with a release, which must be there and not withdrawn. */
function onRelease(model: Model, choice: Choice) {
  const release = choice.odd === 2 ? undefined : pick(model.releases, choice.m);
  const releaseId = release?.id ?? nobody;
  return {
    release,
    broken: broken({
      RELEASE_UNKNOWN: release === undefined,
      RELEASE_WITHDRAWN: release?.withdrawn === true,
      DATE_IN_FUTURE: isFuture(model, momentIn(model, choice)),
    }),
    stateIn: (ledger: MemoryLedger) => frozen(foldPressRelease(ledger.events(pressReleaseStream(releaseId)))),
    contextIn: (ledger: MemoryLedger) => ({ ...ledger.time, releaseId, letters: lettersOf(ledger) }),
  };
}

const linkRelease: Rule = (model, choice) => {
  const { release, broken: gone, stateIn, contextIn } = onRelease(model, choice);
  const { references } = named(model, choice);
  return {
    broken: [
      ...gone,
      ...broken({
        BODY_INVALID: references.length === 0,
        LETTER_NOT_PUBLISHED: references.some((key) => !isPublic(model, key)),
        ALREADY_LINKED: references.some((key) => release?.about.includes(key)),
      }),
    ],
    becomes: ['PressReleaseLinked'],
    by: { name: personOf(choice), role: 'publisher' },
    decide: (ledger) => {
      const data = { on: momentIn(model, choice).text, references };
      return linkPressRelease(data, contextIn(ledger), stateIn(ledger));
    },
    note: () => void release?.about.push(...references),
  };
};

const correctRelease: Rule = (model, choice) => {
  const { release, broken: gone, stateIn, contextIn } = onRelease(model, choice);
  const { references, isHidden, words } = named(model, choice);
  const corrects = choice.odd === 4 ? release?.id : release?.last;
  return {
    broken: [...gone, ...broken({ LETTER_NOT_PUBLISHED: isHidden, NOT_CORRECTABLE: corrects !== release?.last })],
    becomes: ['PressReleaseCorrected'],
    by: { name: personOf(choice), role: 'publisher' },
    decide: (ledger) => {
      const change = {
        on: momentIn(model, choice).text,
        references,
        corrects: corrects ?? nobody,
        reason: `Named${words}`,
      };
      return correctPressRelease({ ...examples.PressReleaseCorrected, ...change }, contextIn(ledger), stateIn(ledger));
    },
    note: (id) => {
      if (release) Object.assign(release, { last: id, about: [...references] });
    },
  };
};

const withdrawRelease: Rule = (model, choice) => {
  const { release, broken: gone, stateIn, contextIn } = onRelease(model, choice);
  return {
    broken: gone,
    becomes: ['PressReleaseWithdrawn'],
    by: { name: personOf(choice), role: 'publisher' },
    decide: (ledger) => {
      const data = { ...examples.PressReleaseWithdrawn, on: momentIn(model, choice).text };
      return withdrawPressRelease(data, contextIn(ledger), stateIn(ledger));
    },
    note: () => {
      if (release) release.withdrawn = true;
    },
  };
};

const noted = (model: Model, key: string): LetterNoted => model.letters.get(key) ?? emptyLetter(key);

const follow: Rule = (model, choice) => {
  const on = momentIn(model, choice);
  const { references, isHidden, words } = named(model, choice);
  const audience = choice.m % 2 === 0 ? 'all' : 'staff';
  const stranger = choice.odd === 5;
  const misfit = choice.odd === 6;
  return {
    broken: [
      ...references.flatMap((key) => onLetter(model, noted(model, key), on)),
      ...broken({
        LETTER_NOT_PUBLISHED: audience === 'all' && isHidden,
        ADDRESSEE_UNKNOWN: stranger,
        BODY_INVALID: misfit,
        DATE_IN_FUTURE: isFuture(model, on),
      }),
    ],
    becomes: ['FollowUpRecorded'],
    by: { name: personOf(choice), role: 'mandate_clerk' },
    decide: (ledger) => {
      const change = { on: on.text, audience, references, text: `What followed${words}` } as const;
      const about = { addressees: stranger ? ['ZZZ'] : [], ...(misfit && { recommendation: null }) };
      return recordFollowUp(
        { ...examples.FollowUpRecorded, ...change, ...about },
        { ...ledger.time, followUpId: ledger.nextId(), letters: lettersOf(ledger), codes: ledger.codes },
      );
    },
    note: (id) => {
      model.followUps.push({ id, audience });
      for (const key of references) model.letters.get(key)?.work.push(on);
    },
  };
};

const conclude: Rule = (model, choice) => {
  const on = momentIn(model, choice);
  const followUp = choice.odd === 2 ? undefined : pick(model.followUps, choice.m);
  const { isHidden, words } = named(model, { ...choice, odd: choice.odd === 0 ? 0 : 3 });
  const followUpId = followUp?.id ?? nobody;
  return {
    broken: broken({
      FOLLOW_UP_UNKNOWN: followUp === undefined,
      LETTER_NOT_PUBLISHED: followUp?.audience === 'all' && words !== '' && isHidden,
      DATE_IN_FUTURE: isFuture(model, on),
    }),
    becomes: ['OutcomeRecorded'],
    by: { name: personOf(choice), role: 'mandate_clerk' },
    decide: (ledger) => {
      const context = { ...ledger.time, followUpId, letters: lettersOf(ledger) };
      const data = { ...examples.OutcomeRecorded, on: on.text, text: `Two persons left${words}` };
      return recordOutcome(data, context, frozen(foldFollowUp(ledger.events(followUpStream(followUpId)))));
    },
    note: () => undefined,
  };
};

export const publicRules = {
  ...{ issue, linkRelease, correctRelease, withdrawRelease, follow, conclude },
} as const satisfies Readonly<Record<string, Rule>>;
