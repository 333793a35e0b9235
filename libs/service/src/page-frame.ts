import { createHash } from 'node:crypto';

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}
h1,h2,h3{line-height:1.25}h2{margin-top:2.5rem}a{color:#0b4a8f}a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid #0b4a8f;outline-offset:2px}
li{margin:.3rem 0}details{border-top:1px solid #767676;padding:.5rem 0}summary{cursor:pointer;padding:.25rem 0}
pre{background:#f3f3f3;padding:.75rem;white-space:pre-wrap}code{font:.9em ui-monospace,monospace;background:#f3f3f3}pre code{background:none}dt{font-weight:600}
table{border-collapse:collapse;width:100%;margin:.5rem 0}caption{text-align:start;font-weight:600;padding:.5rem 0}th,td{border:1px solid #767676;padding:.4rem .6rem;text-align:start;vertical-align:top;overflow-wrap:break-word}td code{overflow-wrap:anywhere}td details{border:0;padding:0}thead th{background:#eaf1f8}
@media (max-width:40rem){table,tbody,tr,th,td,caption{display:block}thead{position:absolute;clip-path:inset(50%)}tr{border:1px solid #767676;margin:.5rem 0;padding:.3rem .6rem}th,td{border:0;padding:.1rem 0}}`;

/** No script, nothing from elsewhere; the pages' own style is named by its digest. */
export const pageSecurity = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** A page of the service itself. `title` is text, `main` HTML. */
export const pageOf = (title: string, main: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${text(title)}</title>
<style>${style}</style></head><body><main><h1>${text(title)}</h1>
${main}</main></body></html>
`;

/** Text in HTML, in an attribute too. */
export const text = (value: unknown): string =>
  String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Text in HTML in which what stands between backticks is code. */
export const prose = (value: unknown): string => text(value).replace(/`([^`]+)`/g, '<code>$1</code>');
