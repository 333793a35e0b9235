/** A text with what is escaped in it as in addresses (`%20`) put back; what cannot be put back stays. */
export const withoutEscapes = (text: string): string =>
  text.includes('%') ? text.replace(/(?:%[\da-f]{2})+/giu, decodedOrSame) : text;

function decodedOrSame(escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return escaped;
  }
}
