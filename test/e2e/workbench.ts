import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import { type Browser, type FrameLocator, type Page, chromium } from 'playwright-core';
import { CodeServer, type ServerOptions } from './code-server';
import { environment, root } from './environment';
import { Explorer } from './explorer';
import { Patience } from './patience';

export type { Theme } from './code-server';

const extensionId = 'saliency-lens.saliency-lens';
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface WorkbenchOptions extends ServerOptions {
  /** Absolute path of the folder to open. */
  folder: string;
  /** Extension to run from its folder: this checkout unless named; `false` for only what `install` brings. */
  development?: string | false;
  viewport?: { width: number; height: number };
}

/** A VS Code window in headless Chromium, with a server of its own. */
export class Workbench {
  readonly explorer: Explorer;
  readonly patience: Patience;

  private constructor(
    readonly server: CodeServer,
    private readonly browser: Browser,
    readonly page: Page,
    private readonly address: string,
    private readonly console: string[],
  ) {
    this.patience = new Patience(page);
    this.explorer = new Explorer(page, this.patience);
  }

  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const server = await CodeServer.start(options);
    let browser: Browser | undefined;
    try {
      browser = await chromium.launch({ executablePath: environment().browser, args: browserFlags });
      const page = await browser.newPage({ viewport: options.viewport ?? { width: 1400, height: 900 } });
      page.setDefaultTimeout(10_000);
      // The compiler of the tests names inner functions through a helper that the page lacks.
      await page.addInitScript('globalThis.__name ??= (inner) => inner');
      const log: string[] = [];
      page.on('console', (message) => log.push(message.text()));
      const development = options.development ?? root;
      const address = server.address(options.folder, development ? { development } : {});
      const workbench = new Workbench(server, browser, page, address, log);
      await workbench.load();
      return workbench;
    } catch (error) {
      await browser?.close();
      await server.stop();
      throw error;
    }
  }

  /**
   * Loads the window again, as a user does; webview frames found earlier are dead afterwards. In a browser VS Code
   * saves its windows every five seconds only, so this waits until what it saved has `text` in it, as a panel's state
   * would.
   */
  async reload(text: string): Promise<void> {
    for (const end = Date.now() + 60_000; !(await this.page.evaluate(savedState)).includes(text);) {
      if (Date.now() > end) throw new Error(`VS Code saved nothing with ${text} in it`);
      await this.page.waitForTimeout(500);
    }
    await this.load();
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
  }

  /** Runs a command by its title, as written in the command palette. */
  async command(title: string): Promise<void> {
    await this.patience.retry(`command "${title}"`, async () => {
      await this.page.keyboard.press('F1');
      const input = this.page.locator('.quick-input-widget input[type="text"], .quick-input-widget input').first();
      await input.fill(`>${title}`, { timeout: 3000 });
      // The whole title: others may begin with it, and stand first while the list is being filtered.
      const label = this.page.locator('.label-name').getByText(title, { exact: true });
      const row = this.page.locator('.quick-input-list .monaco-list-row', { has: label }).first();
      await row.click({ timeout: 3000 });
      await row.waitFor({ state: 'hidden', timeout: 3000 });
    });
  }

  /** Picks a row of the quick pick that is open. */
  async pick(text: string): Promise<void> {
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
    await row.waitFor();
    await this.patience.until(
      `the quick pick's answer ${text}`,
      () => row.click({ timeout: 3000 }),
      (timeout) => row.waitFor({ state: 'hidden', timeout }),
    );
  }

  /** Shows a view by its icon in the activity bar. */
  async activity(label: string): Promise<void> {
    const item = this.page.locator('.activitybar .action-item', {
      has: this.page.locator(`.action-label[aria-label^="${label}"]`),
    });
    await this.patience.until(
      `the view ${label}`,
      // A second click would hide it again.
      async () => (await item.getAttribute('aria-expanded')) === 'true' || (await item.click()),
      (timeout) => item.and(this.page.locator('.checked')).waitFor({ timeout }),
    );
  }

  /**
   * The document of the extension's n-th visible webview. It is a way to find it, not a handle: it is looked up anew
   * with every use, so it outlives reloads.
   */
  webview(index = 0): FrameLocator {
    return this.page
      .frameLocator(`iframe.webview.ready[src*="extensionId=${extensionId}"] >> nth=${index}`)
      .frameLocator('iframe#active-frame');
  }

  /**
   * What a person would look at when a test fails: tabs, notifications, frames, and the last the page's console said.
   */
  async report(): Promise<string> {
    const tabs = await this.page.locator('.tab').allInnerTexts();
    const menus = await this.page.locator('.context-view .monaco-menu').allInnerTexts();
    const frames = this.page.frames().map((frame) => frame.url().slice(0, 150));
    const parts = { tabs, menus, notifications: await this.notifications(), frames, console: this.console.slice(-20) };
    return Object.entries(parts)
      .flatMap(([name, lines]) => [`${name}:`, ...lines.map((line) => `  ${line}`)])
      .join('\n');
  }

  /** Text of the notifications that are shown. */
  notifications(): Promise<string[]> {
    return this.page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
  }

  /** Saves an image of the window and gives its path. */
  async screenshot(file: string): Promise<string> {
    mkdirSync(path.dirname(file), { recursive: true });
    // Beside other work it may take long to paint.
    await this.page.screenshot({ path: file, timeout: 60_000 });
    return file;
  }

  private async load(): Promise<void> {
    await this.page.goto(this.address, { timeout: 60_000 });
    await this.page.locator('.explorer-folders-view [role="treeitem"]').first().waitFor({ timeout: 60_000 });
    await this.page.locator('.monaco-workbench[class*="vscode-theme-"]').waitFor({ timeout: 60_000 });
  }
}

/** In the page: everything VS Code has saved of the workspace, without the escapes of JSON within JSON. */
async function savedState(): Promise<string> {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const values: unknown[] = [];
  for (const { name = '' } of await indexedDB.databases()) {
    if (!name.startsWith('vscode-web-state-db-')) continue;
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames)
      values.push(...(await done(database.transaction(store).objectStore(store).getAll())));
    database.close();
  }
  return values.join('\n').replaceAll('\\', '');
}
