/** Names of the files of a bundle; whatever is not named here has no place in one. */
export const fileNames = {
  manifest: 'bundle.json',
  readme: 'README.txt',
  checkpoint: 'checkpoint',
  statements: 'statements.jsonl',
  disclosures: 'disclosures.jsonl',
  ciphertexts: 'ciphertexts.jsonl',
  slots: 'slots.json',
} as const;

export const headsFile = (code: string): string => `heads/${code}.txt`;
export const proofFile = (position: number): string => `proofs/${position}.tlog-proof`;
export const documentFile = (digest: string): string => `documents/${digest}`;
export const consistencyFile = (size: number): string => `consistency/${size}`;

const always: readonly string[] = [
  fileNames.readme,
  fileNames.checkpoint,
  fileNames.statements,
  fileNames.disclosures,
  fileNames.slots,
];

/** The files without which a bundle cannot be checked; without a code it is an auditor's. */
export function requiredFiles(code: string | undefined): readonly string[] {
  return code === undefined ? [...always, fileNames.ciphertexts] : [...always, headsFile(code)];
}

const common = /^(documents\/[0-9a-f]{64}|consistency\/[1-9][0-9]{0,15}|views\/[a-z0-9-]+\.[1-9][0-9]*\.json)$/;
const proofs = /^proofs\/(0|[1-9][0-9]{0,15})\.tlog-proof$/;
const auditorOnly = /^(ciphertexts\.jsonl|heads\/[A-Z]{3}\.txt|tile\/[0-9x/p.]+)$/;

/** Whether a bundle for this code, or for an auditor, may hold a file of this name. */
export function isExpectedFile(name: string, code: string | undefined): boolean {
  if (always.includes(name) || common.test(name)) return true;
  return code === undefined ? auditorOnly.test(name) : proofs.test(name) || name === headsFile(code);
}

export const documentDigestOf = (name: string): string | undefined => /^documents\/(.+)$/.exec(name)?.[1];
export const proofPositionOf = (name: string): number | undefined => numberIn(proofs, name);
export const consistencySizeOf = (name: string): number | undefined => numberIn(/^consistency\/(\d+)$/, name);

function numberIn(pattern: RegExp, name: string): number | undefined {
  const digits = pattern.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
