/**
 * The regional groups of the United Nations as the Department for General Assembly and Conference Management lists them (read 2025), each
 * State once. Some belong to theirs in another way than as a member: see `groupParticulars2025`.
 */
export const regionalGroups2025 = {
  african:
    'AGO BDI BEN BFA BWA CAF CIV CMR COD COG COM CPV DJI DZA EGY ERI ETH GAB GHA GIN GMB GNB GNQ KEN LBR LBY LSO MAR MDG MLI MOZ MRT MUS MWI NAM NER NGA RWA SDN SEN SLE SOM SSD STP SWZ SYC TCD TGO TUN TZA UGA ZAF ZMB ZWE',
  asia_pacific:
    'AFG ARE BGD BHR BRN BTN CHN CYP FJI FSM IDN IND IRN IRQ JOR JPN KAZ KGZ KHM KIR KOR KWT LAO LBN LKA MDV MHL MMR MNG MYS NPL NRU OMN PAK PHL PLW PNG PRK PSE QAT SAU SGP SLB SYR THA TJK TKM TLS TON TUV UZB VNM VUT WSM YEM',
  eastern_european: 'ALB ARM AZE BGR BIH BLR CZE EST GEO HRV HUN LTU LVA MDA MKD MNE POL ROU RUS SRB SVK SVN UKR',
  latin_american_and_caribbean:
    'ARG ATG BHS BLZ BOL BRA BRB CHL COL CRI CUB DMA DOM ECU GRD GTM GUY HND HTI JAM KNA LCA MEX NIC PAN PER PRY SLV SUR TTO URY VCT VEN',
  western_european_and_other:
    'AND AUS AUT BEL CAN CHE DEU DNK ESP FIN FRA GBR GRC IRL ISL ISR ITA LIE LUX MCO MLT NLD NOR NZL PRT SMR SWE TUR USA VAT',
} as const;

export type RegionalGroup = keyof typeof regionalGroups2025;

/** How a State stands to the group it is counted in, where it is not simply a member of it, and whether that is to be confirmed. */
export interface GroupParticular {
  readonly code: string;
  readonly standing: string;
  /** A second group in whose list the State is printed too. */
  readonly alsoPrintedIn?: RegionalGroup;
  readonly confirm: boolean;
}

export const groupParticulars2025: readonly GroupParticular[] = [
  {
    code: 'ISR',
    standing: 'A member of the group in New York since 2000; in Geneva it took part from 2014.',
    confirm: true,
  },
  {
    code: 'KIR',
    standing: 'Was in no group (still so in 2010); now printed among the Asia-Pacific States.',
    confirm: true,
  },
  {
    code: 'PSE',
    standing: 'An observer State; takes part in the Asia-Pacific group.',
    confirm: true,
  },
  {
    code: 'TUR',
    standing: 'Takes part in both groups; for elections a member of the Western European and other States only.',
    alsoPrintedIn: 'asia_pacific',
    confirm: false,
  },
  {
    code: 'USA',
    standing: 'A member of no group; attends this one as an observer and counts as a member for elections.',
    confirm: false,
  },
  {
    code: 'VAT',
    standing: 'An observer State; attends this group as an observer.',
    confirm: true,
  },
];
