/** Text in HTML, in an attribute too. */
export const text = (value: string): string =>
  value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

export interface HtmlTable {
  readonly caption: string;
  readonly headings: readonly string[];
  /** HTML of the cells; the first of a row heads it. */
  readonly rows: readonly (readonly string[])[];
}

/** `68 %`, which no line ends within. */
export const percentage = (percent: number): string => unbroken(`${percent} %`);

/** Numbers and their signs on one line. */
export const unbroken = (words: string): string => words.replaceAll(' %', '\u00a0%');

/** So many columns are wider than a telephone: their table is scrolled in its own box, and says so. */
const manyColumns = 4;

/** A table that can be scrolled on a narrow screen, by keyboard as well. */
export function table({ caption, headings, rows }: HtmlTable): string {
  const head = headings.map((heading) => `<th scope="col">${text(heading)}</th>`).join('');
  const body = rows.map(
    ([first = '', ...others]) =>
      `<tr><th scope="row">${first}</th>${others.map((one) => `<td>${one}</td>`).join('')}</tr>`,
  );
  const kind = headings.length < manyColumns ? 'wide' : 'wide many';
  return `<div class="${kind}" tabindex="0" role="region" aria-label="${text(caption)}"><table><caption>${text(caption)}</caption>
<thead><tr>${head}</tr></thead><tbody>
${body.join('\n')}
</tbody></table></div>`;
}

export const list = (items: readonly string[]): string =>
  items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
