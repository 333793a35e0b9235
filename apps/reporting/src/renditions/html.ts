import { createHash } from 'node:crypto';

import type { MadeReport } from './made-report.js';
import { communicationsBody } from './html-communications.js';
import { text } from './html-text.js';
import { statisticsBody } from './html-statistics.js';
import { caution, instantWords, titleOf } from './report-words.js';

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{line-height:1.2}h2{margin-top:2.5rem}.wide{overflow-x:auto;margin:2rem 0}.wide:focus-visible{outline:3px solid #0b4a8f}table{border-collapse:collapse;width:100%}caption{text-align:start;font-weight:600;padding:.5rem 0}
th,td{border:1px solid #767676;padding:.4rem .6rem;text-align:start;vertical-align:top}thead th{background:#eaf1f8}tbody th{font-weight:600}
ul{margin:0;padding-inline-start:1.2rem}dt{font-weight:600}.mark{font-style:italic}.digest{font:.85em ui-monospace,monospace;overflow-wrap:anywhere}
footer{margin-top:3rem;border-top:1px solid #767676;padding-top:1rem}
@media screen and (max-width:48rem){.many{border-inline-end:4px double #0b4a8f}.many table{min-width:44rem}.many::before{content:"This table is wider than the screen: scroll it sideways.";display:block;position:sticky;inset-inline-start:0;font-style:italic}}
@media print{body{max-width:none;margin:0}a{color:inherit}thead{display:table-header-group}tr{break-inside:avoid}}`;

/** Nothing from elsewhere and no script, also when the file is opened from a folder; the style is named by its digest. */
const security = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** One page that needs nothing else. */
export function htmlOf(report: MadeReport): string {
  const title = text(titleOf(report));
  const { position, root, trust } = report.footer;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="content-security-policy" content="${text(security)}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${style}</style></head>
<body><main><h1>${title}</h1>
<p>${madeAt(report)}${text(caution)}</p>
${report.kind === 'communications' ? communicationsBody(report) : statisticsBody(report)}
</main>
<footer><h2>What this was made from</h2>
<dl><dt>Position in the ledger</dt><dd>${position}</dd><dt>Root of the log at that position</dt><dd class="digest">${root}</dd>
<dt>Digest of the trust file</dt><dd class="digest">${trust}</dd></dl></footer></body></html>
`;
}

/** For people in words; the exact instant stands beside them. */
function madeAt({ asAt }: MadeReport): string {
  if (asAt === null) return '';
  const time = text(asAt.time);
  return `As at <time datetime="${time}" title="${time}">${instantWords(asAt.time)}</time>. `;
}
