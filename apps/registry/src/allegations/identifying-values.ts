import { recogniseAddressee } from '#libs/domain';
import { isJsonObject, type Json } from '#libs/ledger';

import { numbersIn } from './particulars-search.js';

/** What in a sealed value tells who somebody is, or how that person is reached. */
export interface Identifying {
  readonly names: readonly string[];
  /** Of telephones. */
  readonly numbers: readonly string[];
}

/** Members whose whole value is a name, whatever it is. */
const naming =
  /name|nom|organi[sz]a|organisme|alias|person|ngo|firm|company|institut|author|represent|lawyer|counsel/iu;

/** Members that describe somebody without saying who it is. */
const describing =
  /^(?:age\w*|channel|country|date|gender|group|kind|language|nationality|notes?|on|position|preferred\w*|relation\w*|remarks?|role|status|type)$/iu;

/** What is written where nothing is to be said. */
const nobody =
  /^(?:anonymous|confidential|n\/?a|nil|no|none|not given|not known|not stated|unknown|withheld|yes)\.?$/iu;

const longestName = 120;
const betweenWords = /[\s<>()[\]"',;:]+/u;
const mail = /^[^@]+@[^@]+\.[\p{L}\p{N}]+$/u;

/** What identifies somebody in a value: a source or the particulars of a person, or a list of names. */
export function identifyingIn(value: Json): Identifying {
  const texts = textsIn(value, 'name');
  return {
    names: texts.flatMap(([member, text]) => [...(isName(member, text.trim()) ? [text] : []), ...mailIn(text)]),
    numbers: texts.flatMap(([, text]) => numbersIn(text)),
  };
}

const mailIn = (text: string): readonly string[] =>
  text
    .split(betweenWords)
    .map((word) => word.replace(/[.!?]+$/u, ''))
    .filter((word) => mail.test(word.normalize('NFKC')));

/** Every text with the member it stands in; an item of a list stands in the member of the list. */
function textsIn(value: Json, member: string): (readonly [string, string])[] {
  if (typeof value === 'string') return [[member, value]];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item) => textsIn(item, member));
  return isJsonObject(value) ? Object.entries(value).flatMap(([name, each]) => textsIn(each, name)) : [];
}

/** A member that this does not know is taken to identify where its value is of several words, or an account or address. */
function isName(member: string, text: string): boolean {
  if (describing.test(member) || nobody.test(text) || text.length > longestName) return false;
  if (naming.test(member)) return true;
  const isTelling = /\S\s+\S/u.test(text) ? member !== 'contact' || /\d{5}/u.test(text) : /[@._\d]/u.test(text);
  return isTelling && text.length > 5 && recogniseAddressee(text) === undefined;
}
