/** Where a command that the documentation shows is run: a file, and the words in it that run it. */
export interface Proof {
  readonly file: string;
  readonly says: string;
}

const ci = (says: string): Proof => ({ file: '.ci/run', says });

/** A block of shell in the documentation holds these commands and no others. */
export const provenCommands: Readonly<Record<string, Proof>> = {
  'npm ci && npm run demo': ci('npm run demo'),
  'npm ci': ci('npm ci'),
  'npm run check': ci('npm run check'),
  'npm test': ci('npm test'),
  'npm run test:services': ci('npm run test:services'),
};

/** How the documentation calls the command line; what follows is compared with the help it prints. */
export const ledgerCall = 'npm run -s ledger -- ';
