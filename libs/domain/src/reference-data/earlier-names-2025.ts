/** What a State was called before it changed its name, in the six languages. */
export interface EarlierName {
  readonly code: string;
  /** The first day of the next name; as exact as it is known (`2009-04`). */
  readonly until: string;
  readonly names: Readonly<Record<'en' | 'fr' | 'es' | 'ar' | 'zh' | 'ru', string>>;
  /** The text in which the day of the change was read; `null` where it is still to be confirmed. */
  readonly seen: string | null;
}

/** Changes of short names since 2006, by day. A later change is a file of its own: the names in force and the one that ended. */
export const earlierNames2025: readonly EarlierName[] = [
  {
    code: 'SRB',
    until: '2006-06-03',
    names: {
      en: 'Serbia and Montenegro',
      fr: 'Serbie-et-Monténégro',
      es: 'Serbia y Montenegro',
      ar: 'صربيا والجبل الأسود',
      zh: '塞尔维亚和黑山',
      ru: 'Сербия и Черногория',
    },
    seen: null,
  },
  {
    code: 'BOL',
    until: '2009-04',
    names: { en: 'Bolivia', fr: 'Bolivie', es: 'Bolivia', ar: 'بوليفيا', zh: '玻利维亚', ru: 'Боливия' },
    seen: null,
  },
  {
    code: 'LBY',
    until: '2011-09-16',
    names: {
      en: 'Libyan Arab Jamahiriya',
      fr: 'Jamahiriya arabe libyenne',
      es: 'Jamahiriya Árabe Libia',
      ar: 'الجماهيرية العربية الليبية',
      zh: '阿拉伯利比亚民众国',
      ru: 'Ливийская Арабская Джамахирия',
    },
    seen: null,
  },
  {
    code: 'PSE',
    until: '2012-12-17',
    names: { en: 'Palestine', fr: 'Palestine', es: 'Palestina', ar: 'فلسطين', zh: '巴勒斯坦', ru: 'Палестина' },
    seen: null,
  },
  {
    code: 'CPV',
    until: '2013-10-24',
    names: { en: 'Cape Verde', fr: 'Cap-Vert', es: 'Cabo Verde', ar: 'الرأس الأخضر', zh: '佛得角', ru: 'Кабо-Верде' },
    seen: null,
  },
  {
    code: 'CZE',
    until: '2016-05-17',
    names: {
      en: 'Czech Republic',
      fr: 'République tchèque',
      es: 'República Checa',
      ar: 'الجمهورية التشيكية',
      zh: '捷克共和国',
      ru: 'Чешская Республика',
    },
    seen: null,
  },
  {
    code: 'SWZ',
    until: '2018-06-01',
    names: {
      en: 'Swaziland',
      fr: 'Swaziland',
      es: 'Swazilandia',
      ar: 'سوازيلند',
      zh: '斯威士兰',
      ru: 'Свазиленд',
    },
    seen: null,
  },
  {
    code: 'MKD',
    until: '2019-02-14',
    names: {
      en: 'The former Yugoslav Republic of Macedonia',
      fr: 'ex-République yougoslave de Macédoine',
      es: 'ex República Yugoslava de Macedonia',
      ar: 'جمهورية مقدونيا اليوغوسلافية سابقاً',
      zh: '前南斯拉夫的马其顿共和国',
      ru: 'бывшая югославская Республика Македония',
    },
    seen: null,
  },
  {
    code: 'TUR',
    until: '2022-06-01',
    names: { en: 'Turkey', fr: 'Turquie', es: 'Turquía', ar: 'تركيا', zh: '土耳其', ru: 'Турция' },
    seen: null,
  },
  {
    code: 'NLD',
    until: '2023',
    names: { en: 'Netherlands', fr: 'Pays-Bas', es: 'Países Bajos', ar: 'هولندا', zh: '荷兰', ru: 'Нидерланды' },
    seen: null,
  },
];
