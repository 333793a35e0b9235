/*
 * The part of the domain without payload classes: references, dates, policies and reference data. What runs in a browser imports this and
 * not the index, which loads the validating classes.
 */
export { isLetterType, kindOfLetter, type LetterType, letterTypes } from './communication/letter-types.js';
export {
  formatReference,
  handlingStreamOf,
  parseReference,
  type Reference,
  type ReferenceKey,
  referenceKey,
  referenceOfStream,
  streamOf,
} from './communication/reference.js';
export { answersLetter, type ReplyKind, replyKinds } from './communication/reply-kinds.js';
export { addDays, daysBetween, firstDay, isDay, isInstant, isOccurredOn, lastDay, printedDay } from './occurred-on.js';
export { type PerpetratorKind, perpetratorKinds } from './perpetrators.js';
export { windowDueOn } from './policies/confidentiality.js';
export type { Due, Policy, WindowedLetter, WindowPolicy } from './policies/policy.js';
export { type PolicyFile, policyFiles } from './policies/policy-files.js';
export { responseDueOn } from './policies/response.js';
export {
  addresseeCodes,
  addresseeName,
  foundingCodes,
  isAddresseeCode,
  isOtherActor,
  otherActorCode,
} from './reference-data/addressees.js';
export { fillSentence } from './sentence.js';
export { endOfZurichDay, zurichDay, zurichDayOf } from './zurich.js';
