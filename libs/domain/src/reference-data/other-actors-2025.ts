import type { AddresseeKind } from '../communication/letter-parts.js';

/** An addressee that is no State, with an id that its page and every letter to it are found under. */
export interface KnownActor {
  readonly id: string;
  readonly kind: Exclude<AddresseeKind, 'state'>;
  readonly names: Readonly<Record<'en' | 'fr' | 'es' | 'ar' | 'zh' | 'ru', string>>;
  /** Other forms in which letters print the name. */
  readonly alsoPrinted: readonly string[];
  /** The text in which it was seen as somebody letters are sent to; `null` where that is still to be confirmed. */
  readonly seen: string | null;
}

/** Other actors that many letters name, by id. Everyone else gets an id with the first letter. A change is a file of its own. */
export const otherActors2025: readonly KnownActor[] = [
  {
    id: 'african-union',
    kind: 'regional_body',
    names: {
      en: 'African Union',
      fr: 'Union africaine',
      es: 'Unión Africana',
      ar: 'الاتحاد الأفريقي',
      zh: '非洲联盟',
      ru: 'Африканский союз',
    },
    alsoPrinted: [],
    seen: null,
  },
  {
    id: 'armed-forces-of-myanmar',
    kind: 'armed_forces',
    names: {
      en: 'Armed Forces of Myanmar',
      fr: 'Forces armées du Myanmar',
      es: 'Fuerzas Armadas de Myanmar',
      ar: 'القوات المسلحة لميانمار',
      zh: '缅甸武装部队',
      ru: 'Вооруженные силы Мьянмы',
    },
    alsoPrinted: ['Myanmar Armed Forces', 'Tatmadaw'],
    seen: 'AL KHM 1/2025',
  },
  {
    id: 'asean',
    kind: 'regional_body',
    names: {
      en: 'Association of Southeast Asian Nations',
      fr: "Association des nations de l'Asie du Sud-Est",
      es: 'Asociación de Naciones de Asia Sudoriental',
      ar: 'رابطة أمم جنوب شرق آسيا',
      zh: '东南亚国家联盟',
      ru: 'Ассоциация государств Юго-Восточной Азии',
    },
    alsoPrinted: ['ASEAN', 'Association of Southeast Asia Nations', 'ANASE', '东盟', 'АСЕАН'],
    seen: 'AL KHM 1/2025',
  },
  {
    id: 'european-union',
    kind: 'regional_body',
    names: {
      en: 'European Union',
      fr: 'Union européenne',
      es: 'Unión Europea',
      ar: 'الاتحاد الأوروبي',
      zh: '欧洲联盟',
      ru: 'Европейский союз',
    },
    alsoPrinted: [],
    seen: null,
  },
];
