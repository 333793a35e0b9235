import { setInText } from '../terminal/columns.js';

/** Whether keys were pinned beforehand or taken from the ledger itself. */
export type TrustedHow = 'pinned' | 'first-use';

export const trustedHow = (file: string | undefined): TrustedHow => (file === undefined ? 'first-use' : 'pinned');

/** What is printed first, before anything that rests on it. */
export const trustLines = (how: TrustedHow): string[] =>
  how === 'pinned'
    ? []
    : [
        'TRUST ON FIRST USE',
        ...setInText(
          'The keys are those this ledger names itself. Get trust.json from its address (curl https://…/trust > trust.json) or from somebody you believe, and give it with --trust.',
          0,
        ),
        '',
      ];
