import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { knowledge, recomputeViews } from '#apps/auditor';
import { composeBundle, parseTrust, utf8, verifyBundle, type VerifyResult, zipBytes } from '#libs/integrity';
import {
  auditorParts,
  readerParts,
  smallStory,
  SmallLedger,
  startChromium,
  withFile,
  withManifest,
} from '#libs/testing';

const shared = new URL('../../../shared/data/bundles/', import.meta.url);

interface Served {
  readonly bundle: Uint8Array;
  readonly trust: string;
  readonly since?: string;
}

/** The page asks for bundles by name; what it is given is what Node verifies beside it. */
class Pages {
  readonly files = new Map<string, string | Uint8Array>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const file = this.files.get(request.url ?? '');
      const type = request.url?.endsWith('.js') ? 'text/javascript' : 'text/html';
      response.writeHead(file === undefined ? 404 : 200, { 'content-type': type }).end(file);
    });
  }

  open = (): Promise<void> => new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  close = (): void => void this.server.close();

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
}

/** What runs inside the page. */
const inPage = async ({ path, trust, since }: { path: string; trust: string; since: string }): Promise<string> => {
  const module = '/verifier.js';
  const { verify } = (await import(module)) as {
    verify(bundle: Uint8Array, options: { trust: string; since?: string }): Promise<object>;
  };
  const bundle = new Uint8Array(await (await fetch(path)).arrayBuffer());
  return JSON.stringify(await verify(bundle, { trust, ...(since !== '' && { since }) }));
};

/** From here on the page cannot tell of some signatures in the middle, and can of those behind them. */
const failSome = (): void => {
  const { verify } = crypto.subtle;
  let count = 0;
  crypto.subtle.verify = (...given: unknown[]) =>
    ++count > 20 && count < 100
      ? Promise.reject(new DOMException('unknown algorithm', 'NotSupportedError'))
      : (Reflect.apply(verify, crypto.subtle, given) as Promise<boolean>);
};

describe('the same verification in a browser', () => {
  const pages = new Pages();
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    execFileSync('npx', ['vite', 'build', '--logLevel', 'error'], { stdio: 'pipe' });
    pages.files.set('/', '<!doctype html><title>verification</title>');
    pages.files.set('/verifier.js', readFileSync('dist/browser/verifier.js'));
    await pages.open();
    browser = await startChromium();
    page = await browser.newPage();
    await page.goto(pages.url);
  });
  afterAll(async () => {
    await browser?.close();
    pages.close();
  });

  async function both(name: string, { bundle, trust, since = '' }: Served): Promise<[VerifyResult, VerifyResult]> {
    pages.files.set(`/${name}`, bundle);
    const here = parseTrust(trust);
    const options = { ...knowledge, ...(here && { trust: here }), ...(since !== '' && { since }) };
    const inNode = JSON.parse(JSON.stringify(await verifyBundle(bundle, options))) as VerifyResult;
    const inBrowser = await page.evaluate(inPage, { path: `/${name}`, trust, since });
    return [inNode, JSON.parse(inBrowser) as VerifyResult];
  }

  it('holds nothing that only Node has', () => {
    const text = readFileSync('dist/browser/verifier.js', 'utf8');
    expect(text).not.toMatch(/node:|require\(|\bBuffer\b|\bprocess\b/);
    expect(text).not.toMatch(/^import |\bfrom\s*["']/m);
  });

  describe('judges the bundles of a small ledger as Node does', () => {
    const served = new Map<string, Served>();

    beforeAll(async () => {
      const { ledger, addresseeHeads } = await smallStory(await SmallLedger.founded());
      const readers = { audience: 'addressee', code: 'KHM', headsPosition: addresseeHeads } as const;
      const plain = { ...(await readerParts(ledger, readers)), since: 5 };
      const events = plain.statements.flatMap(({ position }) => ledger.entries[position]?.event ?? []);
      const manifest = { ...readers, files: {}, format: 'ledger-bundle/1', origin: ledger.origin } as const;
      const parts = { ...plain, views: recomputeViews({ manifest, events, disclosures: new Map() }) };
      const trust = ledger.trustText;
      const files = composeBundle(parts);
      const edited = withManifest(withFile(files, 'statements.jsonl', (text) => text.replace(/\.[^."]{4}/, '.AAAA')));
      const [view] = [...parts.views.keys()];
      const otherView = withManifest([
        ...files.filter(({ name }) => name !== view),
        { name: view ?? '', bytes: utf8('{}') },
      ]);
      served.set('sound', { bundle: await zipBytes(files), trust, since: await ledger.checkpoint(5) });
      served.set('auditor', {
        bundle: await zipBytes(composeBundle(await auditorParts(ledger, addresseeHeads))),
        trust,
      });
      served.set('edited', { bundle: await zipBytes(edited), trust });
      const ordered = (all: typeof files) =>
        [...all].sort((a, b) => Number(a.name === 'bundle.json') - Number(b.name === 'bundle.json'));
      served.set('view', { bundle: await zipBytes(ordered(otherView)), trust });
      const cut = composeBundle({ ...parts, statements: parts.statements.slice(0, -1) });
      served.set('cut', { bundle: await zipBytes(cut), trust });
      const damaged = (await zipBytes(files)).slice();
      damaged[Math.floor(damaged.length / 2)] = (damaged[Math.floor(damaged.length / 2)] ?? 0) ^ 1;
      served.set('damaged', { bundle: damaged, trust });
      served.set('nothing', { bundle: utf8('no bundle'), trust });
    });

    it.each(['sound', 'auditor'])('%s: nothing is found', async (name) => {
      const [inNode, inBrowser] = await both(name, served.get(name) as Served);
      expect(inBrowser).toEqual(inNode);
      expect(inBrowser).toMatchObject({ ok: true, findings: [] });
    });

    it.each(['edited', 'view', 'cut', 'damaged', 'nothing'])('%s: the same is found', async (name) => {
      const [inNode, inBrowser] = await both(name, served.get(name) as Served);
      expect(inBrowser).toEqual(inNode);
      expect(inBrowser.ok).toBe(false);
    });
  });

  it('gives no result where some of many signatures could not be checked', async () => {
    const { ledger, addresseeHeads } = await smallStory(await SmallLedger.founded());
    for (let i = 0; i < 2500; i++)
      await ledger.record({ stream: 'communication-KHM-1-2025', type: 'ReminderSent', codes: ['KHM'] });
    const bundle = await zipBytes(composeBundle(await auditorParts(ledger, addresseeHeads)));
    const [, inBrowser] = await both('long', { bundle, trust: ledger.trustText });
    expect(inBrowser).toMatchObject({ ok: true, findings: [] });
    const failing = await browser.newPage();
    await failing.goto(pages.url);
    await failing.evaluate(failSome);
    const asked = { path: '/long', trust: ledger.trustText, since: '' };
    await expect(failing.evaluate(inPage, asked)).rejects.toThrow('this browser cannot check signatures');
  });

  const independent = existsSync(shared) ? readdirSync(shared).filter((name) => name.endsWith('.zip')) : [];

  it('judges bundles of an independent implementation, where they are beside the repository, as Node does', async () => {
    for (const name of independent) {
      const trust = readFileSync(new URL('trust.json', shared), 'utf8');
      const [inNode, inBrowser] = await both(name, { bundle: readFileSync(new URL(name, shared)), trust });
      expect([name, inBrowser]).toEqual([name, inNode]);
      expect(inBrowser.findings.length > 0).toBe(!name.endsWith('-valid.zip'));
    }
  });
});
