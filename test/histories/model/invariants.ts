import { parseReference, streamOf } from '#libs/domain';
import { type RecordedEvent, streamKind } from '#libs/ledger';

import { dayOf, genevaDay } from './calendar.js';
import {
  counting,
  field,
  inStream,
  isA,
  isEndless,
  isInDays,
  isInWindow,
  isPublic,
  letterIn,
  momentIn,
  ownLetter,
  type Past,
  personOf,
  withId,
} from './past.js';

/** What must hold of an event with all that was recorded before it; what is wrong, or nothing. */
type Law = (event: RecordedEvent, past: Past) => string | false | undefined;

const ofLetters = new Set(['communication', 'handling']);
const needsNoLetter = ['LetterSent', 'ReferenceVoided', 'RecordedInError'];
const hasNoDay = [...needsNoLetter, 'LetterCorrected', 'LettersLinked', 'RedactionApproved'];

const laws: Readonly<Record<string, Law>> = {
  'nothing comes before its letter, or is earlier than it': (event, past) => {
    if (!ofLetters.has(streamKind(event.stream) ?? '') || isA(event, ...needsNoLetter)) return false;
    const letter = letterIn(past, ownLetter(event));
    if (letter === undefined) return !event.type.endsWith('WindowElapsed') && 'no letter';
    return !isA(event, ...hasNoDay) && momentIn(event.data.on).last < momentIn(letter.data.on).first && 'too early';
  },
  'no reply that counts is earlier than the letter as corrected': (event, past) => {
    if (!isA(event, 'LetterCorrected')) return false;
    const replies = counting(past, event.stream).filter((one) => isA(one, 'ReplyReceived'));
    return replies.some(({ data }) => momentIn(data.on).last < momentIn(event.data.on).first) && 'too early';
  },
  'nothing is dated later than tomorrow': (event) =>
    momentIn(event.data.on).first > genevaDay(Date.parse(event.time)) + 1 && 'in the future',
  'nothing happens under a void number': (event, past) =>
    inStream(past, ownLetter(event)).some((one) => isA(one, 'ReferenceVoided')) && 'void',
  'a number is taken once': (event, past) =>
    isA(event, 'LetterSent') && letterIn(past, event.stream) !== undefined && 'taken twice',
  'the end of a window is said once for a day, after it': (event, past) => {
    const due = field<string>(event, 'dueOn');
    if (!event.type.endsWith('WindowElapsed') || due === undefined) return false;
    const again = inStream(past, event.stream).some((one) => isA(one, event.type) && field(one, 'dueOn') === due);
    return (again && 'said twice') || (genevaDay(Date.parse(event.time)) <= dayOf(due) && 'said too early');
  },
  'silence is said only of a letter that nobody answered in time': (event, past) => {
    if (!isA(event, 'ResponseWindowElapsed')) return false;
    const due = dayOf(field<string>(event, 'dueOn') ?? '');
    const answers = ['interim', 'substantive', 'refusal'];
    const inTime = counting(past, event.stream).filter(
      (one) =>
        isA(one, 'ReplyReceived') && answers.includes(field(one, 'kind') ?? '') && momentIn(one.data.on).heard <= due,
    );
    return inTime.length > 0 && 'it was answered';
  },
  'what is published here was approved by a second person, of this very thing, and is held by nobody': (
    event,
    past,
  ) => {
    if (!isA(event, 'LetterPublished', 'ReplyPublished', 'RenditionReplaced')) return false;
    if (field(event, 'publishedElsewhere') !== undefined) return false;
    const approval = withId(past, field(event, 'approval'));
    const proposal = withId(past, approval && field(approval, 'proposal'));
    const handling = event.stream.replace(/^communication-/, 'handling-');
    if (approval?.stream !== handling || proposal?.stream !== handling) return 'not approved';
    if ([personOf(approval), personOf(event)].includes(personOf(proposal))) return 'one person did both';
    const lifted = inStream(past, handling).map((one) => isA(one, 'PublicationHoldLifted') && field(one, 'hold'));
    const held = inStream(past, handling).some((one) => isA(one, 'PublicationHeld') && !lifted.includes(one.id));
    const shown = isA(event, 'RenditionReplaced') ? withId(past, field(event, 'publication')) : event;
    const isOther = shown === undefined || field(shown, 'reply') !== field(proposal, 'reply');
    const isOld =
      field(proposal, 'reply') === undefined && field(proposal, 'letter') !== letterIn(past, event.stream)?.id;
    return (held && 'held') || (isOther && 'of another thing') || (isOld && 'of an earlier record');
  },
  'what is published here has no correction that its approval has not seen': (event, past) => {
    if (!isA(event, 'LetterPublished') || field(event, 'publishedElsewhere') !== undefined) return false;
    const approval = withId(past, field(event, 'approval'));
    const corrections = inStream(past, event.stream).filter((one) => isA(one, 'LetterCorrected'));
    return corrections.some(({ position }) => position > (approval?.position ?? -1)) && 'corrected since';
  },
  'what everyone reads of a letter is corrected by a third person, after two agreed': (event, past) => {
    if (!isA(event, 'LetterCorrected')) return false;
    const own = inStream(past, event.stream);
    if (!own.some((one) => isA(one, 'LetterPublished'))) return false;
    const since = own.findLast((one) => isA(one, 'LetterPublished', 'LetterCorrected'))?.position ?? -1;
    const handling = inStream(past, event.stream.replace(/^communication-/, 'handling-'));
    const three = handling
      .filter((one) => isA(one, 'RedactionApproved'))
      .map((approval) => {
        const proposal = withId(past, field(approval, 'proposal'));
        const isLater = (proposal?.position ?? -1) > since && proposal?.data['reply'] === undefined;
        return isLater ? new Set([approval, proposal, event].map(personOf)).size : 0;
      });
    return !three.includes(3) && 'not agreed';
  },
  'an approval serves once': (event, past) => {
    const approval = field(event, 'approval');
    return approval !== undefined && past.some((one) => field(one, 'approval') === approval) && 'used twice';
  },
  'no letter is published here before its window is over': (event, past) => {
    if (!isA(event, 'LetterPublished') || field(event, 'publishedElsewhere') !== undefined) return false;
    const letter = letterIn(past, event.stream);
    if (letter === undefined) return 'no letter';
    return isInWindow(letter, event) && 'too early';
  },
  'what was sent from here was not published elsewhere, but for an error about a letter that nothing else makes public':
    (event, past) => {
      if (!isA(event, 'LetterPublished') || field(event, 'publishedElsewhere') === undefined) return false;
      const letter = letterIn(past, event.stream);
      const records = inStream(past, event.stream).filter((one) => isA(one, 'LetterSent', 'LetterCorrected'));
      const ours = records.filter(({ by }) => by.role !== 'importer');
      if (letter === undefined || ours.length === 0) return letter === undefined && 'no letter';
      const standing = counting(past, event.stream);
      const isHidden = ours.some((one) => standing.includes(one) || isInDays(one, event));
      return (isHidden && 'sent from here') || (!isEndless(letter) && 'could be published here');
    },
  'no letter becomes public while a link that stands leads to one that is still confidential': (event, past) => {
    if (!isA(event, 'LetterPublished')) return false;
    const named = counting(past, event.stream).filter((one) => isA(one, 'LettersLinked'));
    return (
      named.some((link) => {
        const stream = streamOf(parseReference(field(link, 'reference') ?? ''));
        const letter = letterIn(past, stream);
        const isVoid = inStream(past, stream).some((one) => isA(one, 'ReferenceVoided'));
        if (letter === undefined || isVoid || isPublic(past, stream)) return false;
        const isBrought = field(event, 'publishedElsewhere') !== undefined && letter.by.role === 'importer';
        return isBrought ? isInDays(letter, event) : isInWindow(letter, event);
      }) && 'inside its window'
    );
  },
  'a reply is public only with its letter, and never when it was given in confidence': (event, past) => {
    if (!isA(event, 'ReplyPublished', 'EvaluationPublished')) return false;
    const reply = withId(past, field(event, 'reply'));
    return (
      (!isPublic(past, event.stream) && 'the letter is not') ||
      (reply && field(reply, 'confidential') === true && 'in confidence')
    );
  },
  'what is released belongs to the letter': (event, past) =>
    (field<{ event: string }[]>(event, 'released') ?? []).some(
      (one) => withId(past, one.event)?.stream !== event.stream,
    ) && 'of something else',
  'a release names published letters only, in its list and in its words': (event, past) => {
    if (streamKind(event.stream) !== 'press_release') return false;
    const words = `${field<string>(event, 'title') ?? ''} ${field<string>(event, 'reason') ?? ''}`;
    const named = [...(field<string[]>(event, 'references') ?? []), ...(words.match(/[A-Z]{3} \d+\/\d{4}/g) ?? [])];
    return named.some((key) => !isPublic(past, streamOf(parseReference(key)))) && 'not published';
  },
  'nothing is transmitted without the consent of everyone it names': (event, past) => {
    if (!isA(event, 'AllegationLinked')) return false;
    return oneWith(past, event.stream).some((stream) => hasSilent(past, stream)) && 'without consent';
  },
  'nobody comes to stand behind a letter by a merger without having consented': (event, past) => {
    if (!isA(event, 'AllegationMerged')) return false;
    const [ending, into] = [oneWith(past, event.stream), oneWith(past, intoOf(event))];
    const isSent = (streams: readonly string[]) =>
      streams.some((stream) => inStream(past, stream).some((one) => isA(one, 'AllegationLinked')));
    const isSilent = (streams: readonly string[]) => streams.some((stream) => hasSilent(past, stream));
    return ((isSent(into) && isSilent(ending)) || (isSent(ending) && isSilent(into))) && 'without consent';
  },
  'no letter on allegations is published here before one was linked to it': (event, past) => {
    if (!isA(event, 'LetterPublished') || field(event, 'publishedElsewhere') !== undefined) return false;
    const letter = letterIn(past, event.stream);
    const isLinked = past.some(
      (one) => isA(one, 'AllegationLinked') && streamOf(parseReference(field(one, 'reference') ?? '')) === event.stream,
    );
    return letter !== undefined && field(letter, 'restsOn') === 'allegations' && !isLinked && 'not linked';
  },
  'nothing of a reply is published while it is withheld': (event, past) => {
    if (!isA(event, 'ReplyPublished', 'EvaluationPublished')) return false;
    const isWithheld = counting(past, event.stream).some(
      (one) => isA(one, 'ReplyWithheld') && field(one, 'reply') === field(event, 'reply'),
    );
    return isWithheld && 'withheld';
  },
  'whoever asked does not approve': (event, past) => {
    if (!isA(event, 'AccessApproved', 'ShredApproved', 'RedactionApproved')) return false;
    const first = withId(past, field(event, 'request') ?? field(event, 'proposal'));
    return (
      (first?.stream !== event.stream && 'asked elsewhere') ||
      (personOf(first) === personOf(event) && 'the same person')
    );
  },
  'whoever judged does not publish the judgement, nor judge it again': (event, past) => {
    const first = withId(past, field(event, 'secondOf'));
    if (first !== undefined) return personOf(first) === personOf(event) && 'the same person';
    if (!isA(event, 'EvaluationPublished')) return false;
    const handling = inStream(past, event.stream.replace(/^communication-/, 'handling-'));
    const judged = handling.filter(
      (one) =>
        isA(one, 'AnswerCoverageRecorded') && field(one, 'reply') === field(event, 'reply') && !field(one, 'secondOf'),
    );
    return judged.length === 0 ? 'not judged' : personOf(judged.at(-1)) === personOf(event) && 'the same person';
  },
  'a source is opened, and much is exported, once on the approved request of the same person': (event, past) => {
    if (!isA(event, 'RecordsRead', 'RecordsExported')) return false;
    const id = field<string>(event, 'request');
    if (id === undefined) {
      const scope = field<{ audience: string; code: string | null }>(event, 'export');
      const isLarge = scope !== undefined && (scope.audience === 'auditor' || scope.code === null);
      return (isLarge || field<string[]>(event, 'paths')?.includes('source') === true) && 'on no request';
    }
    const approved = past.some((one) => isA(one, 'AccessApproved') && field(one, 'request') === id);
    const used = past.some((one) => isA(one, 'RecordsRead', 'RecordsExported') && field(one, 'request') === id);
    return (
      (!approved && 'not approved') ||
      (used && 'used twice') ||
      (personOf(withId(past, id)) !== personOf(event) && 'another person')
    );
  },
  'no key is destroyed unless two people wanted it, and none twice': (event, past) => {
    if (!isA(event, 'SubjectKeyShredded')) return false;
    const own = inStream(past, event.stream);
    const survivor = own.map((one) => isA(one, 'SubjectsMerged') && field<string>(one, 'survivor')).findLast(Boolean);
    const streams = [event.stream, `subject-${String(survivor)}`];
    const approved = past.some((one) => isA(one, 'ShredApproved') && streams.includes(one.stream));
    return (!approved && 'not approved') || (own.some((one) => isA(one, 'SubjectKeyShredded')) && 'twice');
  },
  'codes only grow': (event, past) => {
    if (!isA(event, 'CodesAdopted')) return false;
    const before = past.findLast((one) => isA(one, 'CodesAdopted', 'LedgerFounded'));
    const [now, then] = [field<string[]>(event, 'codes') ?? [], (before && field<string[]>(before, 'codes')) ?? []];
    return (
      (then.some((code) => !now.includes(code)) && 'one is dropped') || (now.length <= then.length && 'none is new')
    );
  },
  'a key is added once': (event, past) =>
    isA(event, 'KeyAdded') &&
    past.some((one) => isA(one, 'KeyAdded') && field(one, 'kid') === field(event, 'kid')) &&
    'twice',
  'a policy is never adopted with another text': (event, past) =>
    isA(event, 'PolicyAdopted') && past.some((one) => field(one, 'file') === field(event, 'file')) && 'twice',
  'only what an addressee may read stands in its file': ({ stream, codes }) => {
    const kind = streamKind(stream);
    if (kind === 'communication') return codes.join() !== stream.split('-')[1] && 'not in its own file alone';
    return kind !== 'press_release' && kind !== 'follow_up' && codes.length > 0 && 'in a file';
  },
};

const intoOf = (merger: RecordedEvent): string => `allegation-${field<string>(merger, 'into') ?? ''}`;

/** An allegation's stream with those of all that became one with it by mergers. */
function oneWith(past: Past, stream: string): readonly string[] {
  const mergers = past.filter((one) => isA(one, 'AllegationMerged'));
  const pairs = mergers.map((one) => [one.stream, intoOf(one)] as const);
  const found = new Set([stream]);
  for (const one of found) for (const pair of pairs) if (pair.includes(one)) pair.forEach((other) => found.add(other));
  return [...found];
}

/** Whether somebody named in the allegation does not consent to transmission. */
function hasSilent(past: Past, stream: string): boolean {
  const consents = new Map<string, boolean>();
  for (const one of inStream(past, stream)) {
    for (const { id, consent } of field<{ id: string; consent: { transmit: boolean } }[]>(one, 'persons') ?? [])
      consents.set(id, consent.transmit);
    if (isA(one, 'ConsentChanged'))
      consents.set(field(one, 'person') ?? '', field<{ transmit: boolean }>(one, 'consent')?.transmit === true);
  }
  return [...consents.values()].includes(false);
}

/** Every law that an event breaks, of all that was recorded. It reads the record only and knows no model. */
export function brokenLaws(events: Past): string[] {
  return events.flatMap((event, at) => {
    const past = events.slice(0, at);
    return Object.entries(laws).flatMap(([law, holds]) => {
      const fault = holds(event, past);
      return fault ? [`${event.position} ${event.type}: ${law}, but it is ${fault}`] : [];
    });
  });
}
