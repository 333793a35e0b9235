import { basename } from 'node:path';

/** How this command line is called where it runs: by its name once it is installed, through npm in the repository. */
export const ownCall = (): string => (basename(process.argv[1] ?? '') === 'ledger' ? 'ledger' : 'npm run -s ledger --');
