import {
  importLetterPublication,
  importReplyPublication,
  publishLetter,
  publishReply,
  replaceRendition,
  type Withdrawal,
  withdrawPublication,
  withholdReply,
} from '#libs/domain';
import type { ErrorCode } from '#libs/ledger';
import { payloadExamples as examples } from '#libs/testing';

import {
  broken,
  type Choice,
  isWithheld,
  letterIn,
  momentIn,
  nobody,
  onLetter,
  onReply,
  personOf,
  pick,
  type Rule,
} from './attempt.js';
import { approvalFor, isOfBefore, leadsToConfidential } from './agreement.js';
import { genevaDay, type Moment, textOf } from './calendar.js';
import { inForce, type LetterNoted, type Model, type PublicationNoted } from './model.js';
import { endedNow, noteEnds } from './windows.js';

const digests = ['A', 'B'].map((letter) => letter.repeat(43));

/** What of the letter or reply is shown that was sealed; sometimes nothing, sometimes what belongs to nobody here. */
function releasedOf(letter: LetterNoted, { odd, n }: Choice, own: string | undefined) {
  const event = odd === 1 ? nobody : (own ?? nobody);
  const released = n % 3 === 0 && odd !== 1 ? [] : [{ event, digests }];
  const foreign = released.length > 0 && !letter.standing.some(({ id }) => id === event);
  return { released, foreign, fields: released.flatMap((one) => digests.map((digest) => `${one.event} ${digest}`)) };
}

type Noted = Omit<PublicationNoted, 'withdrawn'> & { readonly on: Moment };
const noted = (letter: LetterNoted, { on, ...publication }: Noted, type: string): void => {
  letter.publications.push({ ...publication, withdrawn: false });
  letter.standing.push({ id: publication.id, type, reply: publication.reply, on });
};

function letterShown(letter: LetterNoted, publication: Omit<Noted, 'reply'>, position: number): void {
  noted(letter, { ...publication, reply: undefined }, 'LetterPublished');
  letter.shownSince = position;
}

/** Whether an allegation stands behind the letter. */
const isBehind = (model: Model, key: string): boolean => model.allegations.some(({ letters }) => letters.includes(key));

const publish: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const { approval, broken: unapproved } = approvalFor(letter, undefined, choice);
  const { released, foreign, fields } = releasedOf(letter, choice, letter.versions.at(-1)?.id);
  const { windowDue } = letter.versions.at(-1) ?? {};
  const text = choice.odd === 3 ? 'Not approved.' : (letter.summary ?? 'Of whoever publishes.');
  return {
    broken: [
      ...onLetter(model, letter, on),
      ...unapproved,
      ...broken({
        ALREADY_PUBLISHED: inForce(letter) !== undefined,
        WINDOW_OPEN: windowDue === undefined || genevaDay(model.now) <= windowDue,
        BODY_INVALID: choice.odd === 2,
        EVENT_UNKNOWN: foreign,
        LINK_MISSING: letter.versions.at(-1)?.restsOn === 'allegations' && !isBehind(model, letter.key),
        LINK_CONFIDENTIAL: leadsToConfidential(model, letter, 'here'),
        SUMMARY_NOT_APPROVED: letter.summary !== undefined && choice.odd === 3,
      }),
    ],
    becomes: ['LetterPublished'],
    by: { name: personOf(choice), role: 'publisher' },
    decide: (ledger) => {
      const { rendition } = examples.LetterPublished;
      const shown = choice.odd === 2 ? {} : { summary: { language: 'en', text } };
      const data = { on: on.text, approval, released, ...(rendition && { rendition }), ...shown };
      const [isLinked, named] = [ledger.linksTo(letter.key).length > 0, new Map()];
      const facts = { ...ledger.file(letter.key), isLinked, named, linked: ledger.linked };
      return publishLetter(data, ledger.onLetter(letter.key, personOf(choice)), facts);
    },
    note: (id) => {
      letter.used.add(approval);
      letterShown(letter, { id, on, elsewhere: false, released: fields }, model.size);
    },
  };
};

/** What nothing that makes a reply public may break. */
function onPublicReply(model: Model, letter: LetterNoted, choice: Choice): { id: string; broken: ErrorCode[] } {
  const reply = pick(letter.replies, choice.m);
  const id = reply?.id ?? nobody;
  return {
    id,
    broken: [
      ...onReply(model, letter, { on: momentIn(model, choice), id }),
      ...broken({
        NOT_PUBLISHED: inForce(letter) === undefined,
        ALREADY_PUBLISHED: inForce(letter, id) !== undefined,
        REPLY_CONFIDENTIAL: reply?.confidential === true,
        REPLY_WITHHELD: isWithheld(letter, id),
      }),
    ],
  };
}

const publishAnswer: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const { id: reply, broken: before } = onPublicReply(model, letter, choice);
  const { approval, broken: unapproved } = approvalFor(letter, reply, choice);
  const { released, foreign, fields } = releasedOf(letter, choice, reply);
  return {
    broken: [...before, ...unapproved, ...broken({ EVENT_UNKNOWN: foreign })],
    becomes: ['ReplyPublished'],
    by: { name: personOf(choice), role: 'publisher' },
    decide: (ledger) => {
      const data = { ...examples.ReplyPublished, on: on.text, reply, approval, released };
      return publishReply(data, ledger.onLetter(letter.key, personOf(choice)), ledger.file(letter.key));
    },
    note: (id) => {
      letter.used.add(approval);
      noted(letter, { id, on, reply, elsewhere: false, released: fields }, 'ReplyPublished');
    },
  };
};

/** Of an import: where it was published, and nothing that is shown here. */
const imported = ({ odd }: Choice, on: string, own: string) => ({
  on,
  released: odd === 1 ? [{ event: own, digests }] : [],
  ...(odd !== 0 && { publishedElsewhere: { url: 'https://example.org/letter', on } }),
});

/** What was sent or received here, or is held, was not published before. */
const notOfBefore = (model: Model, letter: LetterNoted, reply?: string): ErrorCode[] => {
  const isOurs = letter.replies.some(({ id, imported }) => id === reply && !imported);
  return broken({ PUBLICATION_HELD: letter.holds.length > 0, NOT_IMPORTED: isOurs || !isOfBefore(model, letter) });
};

const importLetter: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const ended = endedNow(model, letter);
  return {
    broken: [
      ...onLetter(model, letter, on),
      ...broken({ ALREADY_PUBLISHED: inForce(letter) !== undefined, BODY_INVALID: choice.odd < 2 }),
      ...broken({ LINK_CONFIDENTIAL: leadsToConfidential(model, letter, 'elsewhere') }),
      ...notOfBefore(model, letter),
    ],
    becomes: [...ended.map((end) => end.split(' ')[0] ?? ''), 'LetterPublished'],
    by: { name: personOf(choice), role: 'importer' },
    decide: (ledger) => {
      const data = imported(choice, on.text, letter.versions.at(-1)?.id ?? nobody);
      const facts = { ...ledger.file(letter.key), linked: ledger.linked };
      return importLetterPublication(data, ledger.onLetter(letter.key, ''), facts);
    },
    note: (_, ids) => {
      noteEnds(letter, ended, ids);
      const id = ids.at(-1) ?? nobody;
      letterShown(letter, { id, on, elsewhere: true, released: [] }, model.size + ended.length);
    },
  };
};

const importAnswer: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const { id: reply, broken: before } = onPublicReply(model, letter, choice);
  return {
    broken: [...before, ...broken({ BODY_INVALID: choice.odd < 2 }), ...notOfBefore(model, letter, reply)],
    becomes: ['ReplyPublished'],
    by: { name: personOf(choice), role: 'importer' },
    decide: (ledger) => {
      const data = { reply, ...imported(choice, on.text, reply) };
      return importReplyPublication(data, ledger.onLetter(letter.key, ''), ledger.file(letter.key));
    },
    note: (id) => noted(letter, { id, on, reply, elsewhere: true, released: [] }, 'ReplyPublished'),
  };
};

const withhold: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const reply = pick(letter.replies, choice.m)?.id ?? nobody;
  return {
    broken: [
      ...onReply(model, letter, { on, id: reply }),
      ...broken({ ALREADY_PUBLISHED: inForce(letter, reply) !== undefined }),
    ],
    becomes: ['ReplyWithheld'],
    by: { name: personOf(choice), role: 'publisher' },
    decide: (ledger) => {
      const data = { ...examples.ReplyWithheld, on: on.text, reply };
      return withholdReply(data, ledger.onLetter(letter.key, ''), ledger.communication(letter.key));
    },
    note: (id) => letter.standing.push({ id, type: 'ReplyWithheld', reply, on }),
  };
};

/** The whole of a publication, with a letter that of its replies too; or some fields of it. */
const withdraw: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const publication = pick([...letter.publications].reverse(), choice.m % 3);
  const isFields = choice.m % 2 === 0;
  const field = choice.odd === 0 ? `${nobody} ${digests[0]}` : publication?.released.at(-1);
  const goes = letter.publications.filter(
    (one) => !one.withdrawn && (one === publication || (publication?.reply === undefined && one.reply !== undefined)),
  );
  const [event = nobody, digest = ''] = (field ?? '').split(' ');
  return {
    broken: [
      ...onLetter(model, letter, on),
      ...broken({
        NOT_PUBLISHED: publication === undefined || publication.withdrawn,
        NOT_RELEASED: isFields && (field === undefined || !publication?.released.includes(field)),
        DATE_BEFORE_LETTER: choice.odd === 1,
      }),
    ],
    becomes: isFields ? ['PublicationWithdrawn'] : goes.map(() => 'PublicationWithdrawn'),
    by: { name: personOf(choice), role: 'publisher' },
    decide: (ledger) => {
      const reviewOn = choice.odd === 1 ? textOf(on.first - 1) : null;
      const order: Withdrawal = {
        ...{ on: on.text, publication: publication?.id ?? nobody, reason: 'person_at_risk', reviewOn },
        ...(isFields && { withdrawn: field === undefined ? [] : [{ event, digests: [digest] }] }),
      };
      return withdrawPublication(order, ledger.onLetter(letter.key, ''), ledger.communication(letter.key));
    },
    note: (_, ids) => {
      for (const id of ids) letter.standing.push({ id, type: 'PublicationWithdrawn', on });
      if (isFields && publication) publication.released = publication.released.filter((one) => one !== field);
      else for (const one of goes) one.withdrawn = true;
    },
  };
};

const replace: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const on = momentIn(model, choice);
  const publication = pick([...letter.publications].reverse(), choice.m % 2);
  const { approval, broken: unapproved } = approvalFor(letter, publication?.reply, choice);
  return {
    broken: [
      ...onLetter(model, letter, on),
      ...unapproved,
      ...broken({ NOT_PUBLISHED: publication === undefined || publication.withdrawn || publication.elsewhere }),
    ],
    becomes: ['RenditionReplaced'],
    by: { name: personOf(choice), role: 'publisher' },
    decide: (ledger) => {
      const data = { ...examples.RenditionReplaced, on: on.text, publication: publication?.id ?? nobody, approval };
      return replaceRendition(data, ledger.onLetter(letter.key, personOf(choice)), ledger.file(letter.key));
    },
    note: (id) => {
      letter.used.add(approval);
      letter.standing.push({ id, type: 'RenditionReplaced', on });
      if (publication?.reply === undefined) letter.shownSince = model.size;
    },
  };
};

export const publicationRules = {
  ...{ publish, publishAnswer, importLetter, importAnswer, withhold, withdraw, replace },
} as const satisfies Readonly<Record<string, Rule>>;
