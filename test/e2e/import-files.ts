const codes = ['BRA', 'KHM', 'THA', 'PHL', 'MEX', 'IND', 'EGY', 'FRA'] as const;

/** A file of references with this many letters of 2012, each with a reply that came in time; subjects hold quotation marks and line breaks. */
export function referencesFile(rows: number): string {
  const heading = 'reference,date,mandates,subject,replies,published_url,published_on';
  const lines = Array.from({ length: rows }, (_, index) => {
    const reference = `AL ${codes[index % codes.length]} ${1 + Math.floor(index / codes.length)}/2012`;
    const subject = `"Alleged matter ""no. ${index}"",\r\nin two lines"`;
    const address = `https://example.org/letters/${index}`;
    return `${reference},2012-03-05,Special Rapporteur on torture,${subject},2012-04-02 substantive in en,${address},2012-09-01`;
  });
  return `\ufeff${[heading, ...lines].join('\r\n')}\r\n`;
}

/** The events of such a row, in the order in which they are recorded. */
export const eventsOfRow = ['LetterSent', 'ReplyReceived', 'LetterPublished'] as const;
