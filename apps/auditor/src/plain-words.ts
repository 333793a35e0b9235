import {
  type CheckResult,
  differentLedgers,
  type Finding,
  mostSerialsNamed,
  noZipFile,
  otherFirstKey,
  type VerifyResult,
} from '#libs/integrity';

import { serialRanges } from './serial-ranges.js';

const mostListed = 50;
/** As many findings that differ in the file they are of only are said one by one. */
const mostFilesNamed = 5;
const noBundle = `This is neither a bundle nor a receipt: ${noZipFile}, and it does not begin as a receipt does (ZIP_INVALID).\n`;
const marks = { true: 'ok', false: 'WRONG', null: '–' } as const;

/** The result as a person reads it: whom it trusts, what each check says, what was found, and as at when it is complete. */
export function plainWords(result: VerifyResult, what: 'bundle' | 'mirror' = 'bundle'): string {
  if (result.findings.some(({ detail }) => detail === noZipFile)) return noBundle;
  return [
    ...trustLines(result, what),
    ...(what === 'mirror' ? mirrorLines(result) : bundleLines(result)),
    ...receiptLines(result),
    ...result.checks.map(checkLine),
    '',
    ...strangerLines(result, what),
    ...findingLines(result),
    ...remarkLines(result, what),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function trustLines({ trust }: VerifyResult, what: 'bundle' | 'mirror'): string[] {
  if (trust === 'pinned') return [];
  if (what === 'mirror')
    return [
      'TRUST ON FIRST USE',
      'The trust.json of this mirror was taken from the ledger itself. It shows that the mirror is whole in itself, not',
      'whose it is: get the file from somebody you believe, and mirror once more with --trust.',
      '',
    ];
  return [
    'TRUST ON FIRST USE',
    'No trust file was given, so the keys are those the bundle itself names. It shows that the bundle is whole in itself,',
    'not whose it is: get trust.json from the ledger itself (curl https://…/trust > trust.json) or from somebody you',
    'believe, and give it with --trust.',
    '',
  ];
}

function bundleLines({ bundle }: VerifyResult): string[] {
  if (bundle === undefined) return [];
  const readers = {
    addressee: `for ${bundle.code}`,
    public: `about ${bundle.code} for the public`,
    auditor: 'for auditors',
  };
  const log = bundle.size === undefined ? '' : `, in a log of ${bundle.size}`;
  return [`Bundle ${readers[bundle.audience]} of ${bundle.origin}: ${bundle.statements} statements${log}`, ''];
}

function receiptLines({ receipt }: VerifyResult): string[] {
  if (receipt === undefined) return [];
  const { origin, position, type, stream, time, size } = receipt;
  const log = size === undefined ? '' : ` of a log of ${size}`;
  return [`Receipt of ${origin}: ${type} in ${stream}, recorded at ${time}, no. ${position}${log}`, ''];
}

const checkLine = ({ check, ok, detail }: CheckResult): string =>
  `  ${check.padEnd(12)} ${marks[`${ok}`].padEnd(5)} ${detail}`;

const mirrorLines = ({ bundle }: VerifyResult): string[] =>
  bundle === undefined
    ? []
    : [`Mirror of ${bundle.origin}: ${bundle.statements} statements, replayed from position 0`, ''];

/** What a trust file of another ledger looks like, which is the commoner mistake: everything is wrong, and nothing tells why. */
function strangerLines({ trust, findings, receipt }: VerifyResult, what: 'bundle' | 'mirror'): string[] {
  const isAnothers = findings.some(({ detail }) => detail.includes(differentLedgers) || detail === otherFirstKey);
  // Where the beginning of the ledger cannot be read, its first key is not the pinned one either, and that says nothing.
  const isUnread = findings.some(({ code, position }) => code === 'GENESIS' && position === undefined);
  if (trust !== 'pinned' || !isAnothers || isUnread) return [];
  return eitherOf(`this ${receipt === undefined ? what : 'receipt'} does not come from`);
}

export const eitherOf = (other: string): string[] => [
  `Either the trust file is that of another ledger, or ${other} the ledger it names:`,
  'make sure that it is the right trust file before you conclude anything from what follows.',
  '',
];

/** The findings, of those that say the same, or the same of many files, the first with how many there are like it; fifty lines at most. */
export function findingLines({ findings, findingsTotal }: Pick<VerifyResult, 'findings' | 'findingsTotal'>): string[] {
  if (findings.length === 0) return [];
  const ofFiles = grouped(findings, withoutNames);
  const saySame = (finding: Finding): string =>
    (ofFiles.get(withoutNames(finding)) ?? []).length > mostFilesNamed ? withoutNames(finding) : whole(finding);
  const listed = [...grouped(findings, saySame).values()].slice(0, mostListed);
  const more = findingsTotal - listed.reduce((sum, group) => sum + group.length, 0);
  return [
    findingsTotal === 1 ? '1 finding:' : `${findingsTotal} findings:`,
    ...listed.flatMap(groupLines),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    '',
  ];
}

const whole = ({ code, detail }: Finding): string => `${code} ${detail}`;

const withoutNames = (finding: Finding): string => whole(finding).replace(/"[^"]*"/gu, '""');

function grouped(findings: readonly Finding[], by: (finding: Finding) => string): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(by(finding));
    if (group === undefined) groups.set(by(finding), [finding]);
    else group.push(finding);
  }
  return groups;
}

function groupLines([first, ...others]: readonly Finding[]): string[] {
  if (first === undefined) return [];
  return [findingLine(first), ...(others.length > 0 ? [`    … and ${others.length} more like it`] : [])];
}

function findingLine({ code, position, stream, detail }: Finding): string {
  const place = [position === undefined ? '' : `position ${position}`, stream ?? ''].filter((part) => part !== '');
  return `  ${code}${place.length > 0 ? ` (${place.join(', ')})` : ''}: ${detail}`;
}

function remarkLines(result: VerifyResult, what: 'bundle' | 'mirror'): string[] {
  const { completeAsAt, bundle, receipt, missingSerials, doubted, ok } = result;
  const published = bundle?.audience === 'public' ? ' for what was published' : '';
  return [
    ...(completeAsAt === undefined
      ? []
      : [`Nothing was found. The file is complete${published} as at ${completeAsAt}.`]),
    ...(ok && receipt !== undefined
      ? ['Nothing was found. The receipt is sound: what it is for stands in the ledger as it was recorded.']
      : []),
    ...(ok && what === 'mirror' && bundle !== undefined ? [soundMirror(bundle)] : []),
    ...(ok ? [] : [`This ${receipt === undefined ? what : 'receipt'} must not be relied upon.`]),
    ...(what === 'bundle' ? transportLines(result) : []),
    ...(what === 'bundle' && bundle !== undefined ? documentLines(bundle.documentsNotHere) : []),
    ...unjudgedLines(result, what),
    ...missingLines(missingSerials),
    ...(doubted.length === 0 ? [] : [`Doubted, because their key was later revoked: positions ${some(doubted)}.`]),
  ];
}

/** What most often happens to a whole bundle on its way, and what to do about it. */
function transportLines({ findings }: VerifyResult): string[] {
  const isDamaged = findings.some(({ code }) => code === 'ZIP_INVALID');
  const isRemade = findings.some(
    ({ code, detail }) =>
      (code === 'BUNDLE_JSON' && detail.endsWith('is not the last file')) ||
      (code === 'ZIP_PATH' && detail.endsWith('is a folder')),
  );
  if (isRemade) return ['It was probably unpacked and zipped again: verify the file as it came.'];
  return isDamaged ? ['It was probably damaged on its way: fetch it, or have it sent, once more.'] : [];
}

const soundMirror = ({ origin, statements, size }: NonNullable<VerifyResult['bundle']>): string =>
  `Nothing was found. These are the ${statements} statements of ${origin} up to its checkpoint of ${size}: each is as it was signed, and none is missing or moved.`;

/** A run that ends where no more are named must not look as if the gap ended there. */
function missingLines(serials: readonly string[]): string[] {
  if (serials.length === 0) return [];
  const cut = serials.length < mostSerialsNamed ? '' : ` (the first ${mostSerialsNamed}; there may be more)`;
  return [`Numbers that have no letter here: ${some(serialRanges(serials))}${cut}.`];
}

/** What rests on the bundle's own list alone, which nobody has signed, or on nothing. */
function unjudgedLines({ unknownTypes = [], typesByListOnly = [] }: VerifyResult, what: 'bundle' | 'mirror'): string[] {
  const list = what === 'bundle' ? ' (only slots.json of this file says it, which nobody has signed)' : '';
  return [
    ...(unknownTypes.length === 0
      ? []
      : [
          `Not known to this program, so that what must be sealed in them was not judged${list}: ${some(unknownTypes)}.`,
        ]),
    ...(typesByListOnly.length === 0
      ? []
      : [
          `Sealed as slots.json of this file says, which nobody has signed, and not as this program knows it: ${some(typesByListOnly)}.`,
        ]),
  ];
}

const documentLines = (count: number): string[] =>
  count === 0
    ? []
    : [
        `${count} ${count === 1 ? 'document that is' : 'documents that are'} named here ${count === 1 ? 'is' : 'are'} not in the file.`,
      ];

const some = (items: readonly (string | number)[]): string =>
  items.length > mostListed ? `${items.slice(0, mostListed).join(', ')} and others` : items.join(', ');
