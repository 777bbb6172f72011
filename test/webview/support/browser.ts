import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type Page, chromium } from 'playwright-core';

const script = pathToFileURL(path.resolve(__dirname, '../../../scripts/setup/browser.mjs')).href;

let browser: Browser | undefined;
let page: Page | undefined;

/** The one page of a run: a new page, and a new browser the more, costs several times what a navigation does. */
export async function sharedPage(): Promise<Page> {
  if (page && !page.isClosed()) return page;
  const { ensureBrowser } = (await import(script)) as { ensureBrowser(): Promise<string> };
  browser ??= await chromium.launch({ executablePath: await ensureBrowser(), args: ['--no-sandbox', '--disable-gpu'] });
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

export async function closeBrowser(): Promise<void> {
  await browser?.close();
  browser = page = undefined;
}

// A hook of the whole run where mocha loads this.
if (typeof after === 'function') after(closeBrowser);
