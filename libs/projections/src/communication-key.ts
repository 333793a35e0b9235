/** What identifies a letter: the addressee's code, the serial and the year. The printed type is only a label. */
export interface CommunicationKey {
  readonly code: string;
  readonly serial: number;
  readonly year: number;
}

const streamPattern = /^(communication|handling)-([A-Z]{3})-([1-9]\d{0,8})-([1-9]\d{3})$/;

/** The letter that a communication or handling stream is about; `undefined` for every other stream. */
export function communicationKey(stream: string): CommunicationKey | undefined {
  const [, , code, serial, year] = streamPattern.exec(stream) ?? [];
  if (code === undefined || serial === undefined || year === undefined) return undefined;
  return { code, serial: Number(serial), year: Number(year) };
}

export const communicationStream = ({ code, serial, year }: CommunicationKey): string =>
  `communication-${code}-${serial}-${year}`;

/** `AL KHM 1/2025`, or `KHM 1/2025` while the label is not known. */
export const printedReference = ({ code, serial, year }: CommunicationKey, label: string | undefined): string =>
  `${label === undefined ? '' : `${label} `}${code} ${serial}/${year}`;
