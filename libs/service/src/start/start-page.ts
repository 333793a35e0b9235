import { pageOf, prose, text } from '../page-frame.js';

/** An address of the service, and what stands there. */
export interface FrontLink {
  readonly path: string;
  readonly words: string;
}

/** What a browser is shown at the address of a service besides the way to its interface. */
export interface Front {
  /** The ledger's origin. */
  readonly origin: string;
  /** What anybody may read, as it stands when the page is asked for. */
  readonly links: () => readonly FrontLink[];
}

const always: readonly FrontLink[] = [
  { path: '/openapi', words: 'The interface: every address, what it takes and what it answers' },
  { path: '/openapi.json', words: 'The same for programs (OpenAPI 3.1)' },
];

const later: readonly FrontLink[] = [{ path: '/readyz', words: 'Whether the service can do its work (JSON)' }];

/** The page at the address of a service; without a front it leads to the interface and nowhere else. */
export function startPage(front: Front | undefined): string {
  const links = [...always, ...(front?.links() ?? []), ...later];
  return pageOf(
    'Allegation Ledger',
    `<p>The system of record for the communications of the UN Human Rights Council’s Special Procedures: letters sent, replies, what was published and when. Letters speak of alleged violations as they were reported; they determine nothing.</p>
${front === undefined ? '' : `<p>This ledger is <code>${text(front.origin)}</code>: every record and every proof of it carries that name.</p>\n`}<p>There is no website yet: this page leads to what anybody may read, most of it as data.</p>
<h2>What anybody may read</h2><ul>${links.map(item).join('')}</ul>
<h2>How to verify it</h2>
<p>${prose('Whoever has a bundle or a receipt of this ledger checks it on a machine of their own with `ledger verify`; `docs/verification.md` in the source says how, and how to get the trust file from somebody you believe.')}</p>
`,
  );
}

const item = ({ path, words }: FrontLink): string => `<li><a href="${text(path)}">${text(words)}</a></li>`;
