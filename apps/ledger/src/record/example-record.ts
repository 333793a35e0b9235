import type { Json, JsonObject } from '#libs/ledger';

import { filledIn, type Member, namesLetters, type RecordType } from './record-types.js';

/** Stands where a record names an id, until somebody puts theirs there. */
const zeros = '00000000-0000-8000-8000-000000000000';
const letter = 'KHM 1/2025';

const standIn = (member: Member): Json => {
  if (member === 'reference') return letter;
  if (member === 'answers') return [letter];
  if (member === 'documents') return [];
  return member === 'report' ? 'HRC60-communications' : zeros;
};

/** A record of the type to fill in: the body that the interface's description shows, with what a record names beside it in its place. */
export function exampleRecord(recordType: RecordType): JsonObject {
  const { type, example, needs, may } = recordType;
  const named = needs.flatMap(([first]) => (first === undefined ? [] : [[first, standIn(first)] as const]));
  const beside = apartFromData(recordType);
  return {
    type,
    ...Object.fromEntries(named),
    data: Object.fromEntries(Object.entries(example).filter(([name]) => !beside.includes(name))),
    ...(may.includes('documents') ? { documents: standIn('documents') } : {}),
  };
}

/** Members of the body that a record names beside its payload, or leaves to the ledger. */
function apartFromData({ type, about, needs, may, ...rest }: RecordType): readonly string[] {
  return [
    ...(filledIn[type] === undefined ? [] : [filledIn[type]]),
    ...(needs.flat().includes('reply') || may.includes('reply') ? ['reply'] : []),
    ...(about === 'reference' ? [] : ['reference']),
    ...(namesLetters({ about, ...rest }) ? ['answers'] : []),
    ...(may.includes('documents') ? ['documents', 'rendition'] : []),
  ];
}
