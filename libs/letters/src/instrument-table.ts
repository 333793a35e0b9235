/** An instrument that letters name often: its name, the short form in use, and how it is printed (blanks match any white space). */
export interface KnownInstrument {
  readonly name: string;
  readonly short: string;
  readonly printed: readonly string[];
}

const treaty = (short: string, name: string, ...printed: readonly string[]): KnownInstrument => ({
  name,
  short,
  printed: printed.length > 0 ? printed : [name],
});
const acronym = (letters: string): string => String.raw`(?<![\p{L}/-])${letters}(?![\p{L}/-])`;

const coreTreaties: readonly KnownInstrument[] = [
  treaty('UDHR', 'Universal Declaration of Human Rights', 'Universal Declaration of Human Rights', acronym('UDHR')),
  treaty(
    'ICCPR',
    'International Covenant on Civil and Political Rights',
    'International Covenant on Civil and Political Rights',
    acronym('ICCPR'),
  ),
  treaty(
    'ICESCR',
    'International Covenant on Economic, Social and Cultural Rights',
    'International Covenant on Economic,? Social,? and Cultural Rights',
    acronym('ICESCR'),
  ),
  treaty(
    'CERD',
    'International Convention on the Elimination of All Forms of Racial Discrimination',
    'Convention on the Elimination of All Forms of Racial Discrimination',
    acronym('I?CERD'),
  ),
  treaty(
    'CEDAW',
    'Convention on the Elimination of All Forms of Discrimination against Women',
    'Convention on the Elimination of (?:All|Any) Forms of Discrimination Against Women',
    acronym('CEDAW'),
  ),
  treaty(
    'CAT',
    'Convention against Torture',
    'Convention Against Torture(?: and Other Cruel,? Inhuman,? or Degrading Treatment(?: or Punishment)?)?',
    acronym('CAT'),
  ),
  treaty('CRC', 'Convention on the Rights of the Child', 'Convention on the Rights of the Child', acronym('CRC')),
  treaty(
    'CMW',
    'International Convention on the Protection of the Rights of All Migrant Workers and Members of Their Families',
    'Convention on the Protection of the Rights of All Migrant Workers and Members of Their Families',
    acronym('I?CMW'),
    acronym('ICRMW'),
  ),
  treaty(
    'CRPD',
    'Convention on the Rights of Persons with Disabilities',
    'Convention on the Rights of Persons with Disabilities',
    acronym('CRPD'),
  ),
  treaty(
    'CED',
    'International Convention for the Protection of All Persons from Enforced Disappearance',
    'Convention for the Protection of All Persons from Enforced Disappearances?',
    acronym('I?CPED'),
    acronym('CED'),
  ),
];

const optionalProtocols: readonly KnownInstrument[] = [
  treaty(
    'OPSC',
    'Optional Protocol on the sale of children, child prostitution and child pornography',
    'Optional Protocol (?:to the (?:CRC|Convention on the Rights of the Child) )?on the sale of children(?:, child prostitution,? and child pornography)?',
    acronym('OPSC'),
  ),
  treaty(
    'OPAC',
    'Optional Protocol on the involvement of children in armed conflict',
    'Optional Protocol (?:to the (?:CRC|Convention on the Rights of the Child) )?on the involvement of children in armed conflicts?',
    acronym('OPAC'),
  ),
  treaty(
    'OPCAT',
    'Optional Protocol to the Convention against Torture',
    'Optional Protocol to the (?:CAT|Convention against Torture)',
    acronym('OPCAT'),
  ),
  treaty(
    'ICCPR-OP2',
    'Second Optional Protocol to the International Covenant on Civil and Political Rights',
    'Second Optional Protocol to the (?:ICCPR|International Covenant on Civil and Political Rights)',
  ),
  treaty(
    'ICCPR-OP1',
    'Optional Protocol to the International Covenant on Civil and Political Rights',
    '(?:First )?Optional Protocol to the (?:ICCPR|International Covenant on Civil and Political Rights)',
  ),
  treaty(
    'OP-CEDAW',
    'Optional Protocol to the Convention on the Elimination of All Forms of Discrimination against Women',
    'Optional Protocol to (?:the )?(?:CEDAW|Convention on the Elimination of All Forms of Discrimination against Women)',
  ),
];

const otherTreaties: readonly KnownInstrument[] = [
  treaty(
    'Palermo Protocol',
    'Palermo Protocol',
    String.raw`Protocol to Prevent, Suppress,? and Punish Trafficking in Persons,?(?: Especially Women and Children)?(?:,? supplementing the (?:United Nations )?Convention against Transnational Organi[sz]ed Crime)?(?: \(?(?:the )?["“]?Palermo Protocol["”]?\)?)?`,
    'Palermo Protocol',
  ),
  treaty(
    'UNTOC',
    'United Nations Convention against Transnational Organized Crime',
    'Convention against Transnational Organi[sz]ed Crime',
    acronym('UNTOC'),
  ),
  treaty('UNCAC', 'United Nations Convention against Corruption', 'Convention against Corruption', acronym('UNCAC')),
  treaty(
    'Refugee Convention',
    'Convention relating to the Status of Refugees, 1951',
    '1951 (?:Geneva |Refugee )?Convention(?: relating to the Status of Refugees)?',
    'Convention relating to the Status of Refugees',
    '(?<!1951 )Refugee Convention',
  ),
  treaty(
    'Refugee Protocol',
    'Protocol relating to the Status of Refugees, 1967',
    '1967 Protocol(?: relating to the Status of Refugees)?',
  ),
  treaty('Genocide Convention', 'Convention on the Prevention and Punishment of the Crime of Genocide'),
  treaty(
    'Slavery Convention',
    'Slavery Convention, 1926',
    '(?:1926 )?(?<!Supplementary )Slavery Convention(?:,? 1926| of 1926)?',
  ),
  treaty(
    'Supplementary Slavery Convention',
    'Supplementary Convention on the Abolition of Slavery, the Slave Trade, and Institutions and Practices Similar to Slavery',
    'Supplementary Convention on the Abolition of Slavery(?:, the Slave Trade,? and Institutions and Practices Similar to Slavery)?',
    'Supplementary Slavery Convention',
  ),
  treaty('Rome Statute', 'Rome Statute of the International Criminal Court', 'Rome Statute'),
  treaty('VCCR', 'Vienna Convention on Consular Relations'),
  treaty(
    'ACTIP',
    'ASEAN Convention against Trafficking in Persons',
    'ASEAN Convention against Trafficking in Persons(?:,? Especially Women and Children)?',
    acronym('ACTIP'),
  ),
  treaty('AHRD', 'ASEAN Human Rights Declaration'),
  treaty(
    'ACHPR',
    "African Charter on Human and Peoples' Rights",
    "African Charter on Human and Peoples?[’'] ?s? Rights",
  ),
  treaty('ACHR', 'American Convention on Human Rights'),
  treaty('ECHR', 'European Convention on Human Rights'),
  treaty('Arab Charter', 'Arab Charter on Human Rights'),
];

const ilo = (number: number, year: number, title: string): KnownInstrument =>
  treaty(
    `ILO C${number}`,
    `ILO ${title} Convention, ${year} (No. ${number})`,
    String.raw`(?:ILO|International Labour Organi[sz]ation(?: \(ILO\))?)(?:[’']s)? (?:(?!Convention)[\p{L}’',() -]){0,90}Convention,?(?: ?\(?${year}\)?,?)? \(?(?:No\.?|C) ?${number}(?!\d)\)?(?: (?:on|concerning) (?:the )?(?:(?!Convention)[\p{L} ]){3,60}(?: \(${year}\))?)?`,
    String.raw`(?<!\p{L})(?:ILO )?C\.? ?0?${number}(?![\d/])`,
    String.raw`${title} Convention,?(?: ?\(?${year}\)?,?)? \(No\.? ?${number}\)`,
  );

const labourConventions: readonly KnownInstrument[] = [
  ilo(29, 1930, 'Forced Labour'),
  ilo(81, 1947, 'Labour Inspection'),
  ilo(87, 1948, 'Freedom of Association and Protection of the Right to Organise'),
  ilo(97, 1949, 'Migration for Employment'),
  ilo(98, 1949, 'Right to Organise and Collective Bargaining'),
  ilo(100, 1951, 'Equal Remuneration'),
  ilo(105, 1957, 'Abolition of Forced Labour'),
  ilo(111, 1958, 'Discrimination (Employment and Occupation)'),
  ilo(138, 1973, 'Minimum Age'),
  ilo(143, 1975, 'Migrant Workers (Supplementary Provisions)'),
  ilo(155, 1981, 'Occupational Safety and Health'),
  ilo(169, 1989, 'Indigenous and Tribal Peoples'),
  ilo(182, 1999, 'Worst Forms of Child Labour'),
  ilo(189, 2011, 'Domestic Workers'),
  ilo(190, 2019, 'Violence and Harassment'),
];

/** All instruments known by name. ILO conventions are identified by their number. */
export const knownInstruments: readonly KnownInstrument[] = [
  ...coreTreaties,
  ...optionalProtocols,
  ...otherTreaties,
  ...labourConventions,
];
