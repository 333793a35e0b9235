import { firstIn, matchesIn, phrase, type Span, type View } from './view.js';

/** The parts of a letter's page, each a span of its view. */
export interface Sections {
  /** Mandates, reference and date: everything above the salutation. */
  readonly header: Span;
  readonly salutation: Span | undefined;
  /** From the salutation to the closing formula. */
  readonly body: Span;
  /** Names under the closing formula. */
  readonly signatures: Span;
  readonly annex: Span;
}

const salutations =
  /^(?:(?:Your )?Excellency|Excelencia|(?:Votre )?Excellence|Sir|Madam|(?:Dear|Señora?|Estimad[oa]s?|Distinguid[oa]s?|Monsieur|Madame)(?: [^\n,:]{1,80})?)\s?[,:]$/gmu;
const capacityOpening = phrase(
  String.raw`\b(?:We|I) have the honou?r to (?:address|write|refer)|\bTenemos el honor de dirigir|\bTengo el honor de dirigir|\bNous avons l[’']honneur de|\bJ[’']ai l[’']honneur de`,
  'gu',
);
const closing = phrase(
  String.raw`\b(?:Please accept,|Le rogamos acepte|Acepte,|Veuillez agréer,)[^.]{0,200}(?:consideration|consideración|considération)[^.\n]{0,40}\.?`,
);
const annexHeading = /^(?:Annex|Anexo|Annexe)(?: [IVX1-9]{1,3})?\s*:?$/gimu;
const annexAfterClosing = /^(?:Annex|Anexo|Annexe|ANNEX)\b/gmu;

/** Cuts a letter into its parts; a part that is not there is an empty span. */
export function sectionsOf(view: View): Sections {
  const whole = { start: 0, end: view.text.length };
  const greeting = firstIn(view, whole, salutations);
  const capacity = firstIn(view, whole, capacityOpening);
  const headerEnd = Math.min(greeting?.index ?? Infinity, capacity?.index ?? Infinity, view.text.length);
  const close = firstIn(view, { start: headerEnd, end: whole.end }, closing);
  const bodyEnd = close ? close.index : annexStart(view, headerEnd);
  const signaturesStart = close ? close.index + close[0].length : bodyEnd;
  const annex = close
    ? (firstIn(view, { start: signaturesStart, end: whole.end }, annexAfterClosing)?.index ?? whole.end)
    : bodyEnd;
  return {
    header: { start: 0, end: headerEnd },
    salutation: greeting && { start: greeting.index, end: greeting.index + greeting[0].length },
    body: { start: headerEnd, end: bodyEnd },
    signatures: { start: signaturesStart, end: annex },
    annex: { start: annex, end: whole.end },
  };
}

const annexStart = (view: View, from: number): number =>
  firstIn(view, { start: from, end: view.text.length }, annexHeading)?.index ?? view.text.length;

const marks: readonly RegExp[] = [
  /^(?:Mandates? of|Mandatos? de|Mandats? d)/gimu,
  phrase(
    String.raw`\b(?:Special Rapporteur|Working Group|Independent Expert|Relatora? Especial|Grupo de Trabajo|Rapporteu(?:r|se) spéciale?|Groupe de travail)\b`,
  ),
  capacityOpening,
  closing,
  phrase(
    String.raw`\b(?:According to the information received|Según la información recibida|Selon les informations reçues)`,
  ),
];

/** Whether a text has at least two of the marks every letter of the Special Procedures has. */
export const looksLikeLetter = (view: View): boolean =>
  marks.filter((mark) => matchesIn(view, { start: 0, end: view.text.length }, mark).length > 0).length >= 2;
