import { addresseeCodes, addresseeName, otherActorCode } from '#libs/domain';
import { joined } from './view.js';

const shortNames: Readonly<Record<string, string>> = {
  'lao pdr': 'LAO',
  laos: 'LAO',
  vietnam: 'VNM',
  'republic of korea': 'KOR',
  'democratic people’s republic of korea': 'PRK',
  dprk: 'PRK',
  'united states': 'USA',
  'united kingdom': 'GBR',
  russia: 'RUS',
  iran: 'IRN',
  syria: 'SYR',
  venezuela: 'VEN',
  bolivia: 'BOL',
  tanzania: 'TZA',
  moldova: 'MDA',
  turkey: 'TUR',
  'czech republic': 'CZE',
  'the netherlands': 'NLD',
  palestine: 'PSE',
  'state of palestine': 'PSE',
  'holy see': 'VAT',
};
const byName = new Map(
  addresseeCodes.flatMap((code) => {
    const name = (addresseeName(code) ?? '').toLowerCase();
    return [name, name.replace(/ \(.*\)$/u, '')].map((each) => [plain(each), code] as const);
  }),
);
const otherActor =
  /\b(?:Armed Forces|Army|ASEAN|European Union|African Union|NATO|Authority|authorities|Ltd|Limited|Inc|Corp|Corporation|Company|Co|PLC|S\.A|GmbH|LLC|Group|Bank|Association|Organi[sz]ation|Taliban|Houthi)\b/u;

/**
 * The addressee code of a recipient as printed: a State's, `OTH` for what is plainly no State, null when that cannot be told. Armed
 * forces are never their State.
 */
export function recipientCode(printed: string): string | null {
  if (otherActor.test(printed)) return otherActorCode;
  return byName.get(plain(printed)) ?? shortNames[plain(printed)] ?? null;
}

function plain(name: string): string {
  return joined(name).toLowerCase().replace(/^the /u, '').replace(/'/gu, '’');
}

/** Every printed form of a State's name that is known, longest first. */
export const knownStateNames: readonly string[] = [...byName.keys(), ...Object.keys(shortNames)].sort(
  (a, b) => b.length - a.length,
);
