/** Whether an `Accept` header (RFC 9110, 12.5.1) names HTML and prefers nothing in JSON to it; whoever takes anything gets JSON. */
export function wantsPage(accept = ''): boolean {
  const html = weight(accept, 'text/html');
  return html > 0 && html >= weight(accept, 'application/json');
}

/** What a header says of a media type by its own name; 0 when it does not name it. */
function weight(accept: string, type: string): number {
  for (const range of accept.split(',')) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (name !== type) continue;
    const quality = Number(parameters.find((one) => one.startsWith('q='))?.slice(2) ?? 1);
    return quality > 0 ? quality : 0;
  }
  return 0;
}
