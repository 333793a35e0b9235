/** The source's name, which must be found nowhere once the source is erased. */
export const canary = 'Quillon Marwick-Tressider';

/** An allegation by one source about one person. */
export const allegationBody = () => ({
  on: '2025-02-20',
  channel: 'secure form',
  language: 'en',
  sourceKind: 'individual',
  source: { name: canary, contact: 'none' },
  persons: [
    {
      consent: { transmit: true, publish: false, press: false, share: false },
      particulars: { name: 'Invented Person' },
    },
  ],
  allegedPerpetrators: [{ kind: 'criminal_group', names: ['Invented Group'] }],
  addressees: ['KHM'],
  places: ['Sihanoukville'],
  period: { from: '2023', to: null },
  themes: ['trafficking in persons'],
  narrative: `${canary} saw how a worker was held in a compound.`,
  reprisalRisk: 'high',
  documents: [],
});
