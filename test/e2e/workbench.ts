import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import { type Browser, type FrameLocator, type Locator, type Page, chromium } from 'playwright-core';
import { CodeServer, type ServerOptions } from './codeServer';
import { environment, root } from './environment';

export type { Theme } from './codeServer';

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
  private constructor(
    readonly server: CodeServer,
    private readonly browser: Browser,
    readonly page: Page,
    private readonly address: string,
    private readonly console: string[],
  ) {}

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

  /** The Explorer's row of a file, the folders above it unfolded: `faces/test/a.png`. */
  async explorerItem(file: string): Promise<Locator> {
    const tree = this.page.locator('.explorer-folders-view');
    if (!(await tree.isVisible())) await this.page.keyboard.press('Control+Shift+E');
    const parts = file.split('/');
    for (let depth = 1; depth < parts.length; depth++) await this.unfold(tree, parts.slice(0, depth).join('/'));
    return this.scrolledTo(tree, file);
  }

  /** Unfolds a folder's row. A click just after a menu has closed may only focus the row, so its effect is looked at. */
  private async unfold(tree: Locator, folder: string): Promise<void> {
    await this.retry(`the unfolded folder ${folder}`, async () => {
      const row = await this.scrolledTo(tree, folder);
      if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.monaco-tl-twistie').click();
      await row.and(this.page.locator('[aria-expanded="true"]')).waitFor({ timeout: 1500 });
    });
  }

  /** Right-clicks a file (or several, selected together) in the Explorer and picks a menu item. */
  async explorerMenu(files: string | readonly string[], title: string): Promise<void> {
    const list = typeof files === 'string' ? [files] : files;
    await this.retry(`"${title}" in the menu of ${list.join(', ')}`, async () => {
      let item: Locator | undefined;
      for (const [index, file] of list.entries()) {
        item = await this.explorerItem(file);
        if (list.length > 1) await item.click({ modifiers: index === 0 ? [] : ['ControlOrMeta'] });
      }
      await item!.click({ button: 'right' });
      // Until the extension's contributions have arrived the menu opens without them.
      const entry = this.page.locator('.context-view .monaco-menu').getByRole('menuitem', { name: title }).first();
      await entry.click({ timeout: 1500 });
      // VS Code ignores the mouse during a menu's first 100 ms, and closes a menu whose entry it took.
      await entry.waitFor({ state: 'hidden', timeout: 1500 });
    });
  }

  /** Runs a command by its title, as written in the command palette. */
  async command(title: string): Promise<void> {
    await this.retry(`command "${title}"`, async () => {
      await this.page.keyboard.press('F1');
      const input = this.page.locator('.quick-input-widget input[type="text"], .quick-input-widget input').first();
      await input.fill(`>${title}`, { timeout: 3000 });
      const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
      await row.click({ timeout: 3000 });
      await row.waitFor({ state: 'hidden', timeout: 3000 });
    });
  }

  /** Picks a row of the quick pick that is open. */
  async pick(text: string): Promise<void> {
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
    // Escape, which a retry presses, would close the quick pick itself.
    for (let tries = 0; tries < 5; tries++) {
      await row.click();
      const gone = await row.waitFor({ state: 'hidden', timeout: 3000 }).then(
        () => true,
        () => false,
      );
      if (gone) return;
    }
    throw new Error(`the quick pick still shows ${text}`);
  }

  /** Opens a file in the editor that is its default. */
  async openFile(file: string): Promise<void> {
    const tab = this.page.locator('.tab').filter({ hasText: path.posix.basename(file) });
    await this.retry(`the editor of ${file}`, async () => {
      await (await this.explorerItem(file)).dblclick();
      await tab.first().waitFor({ timeout: 3000 });
    });
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
    await this.page.screenshot({ path: file });
    return file;
  }

  private async load(): Promise<void> {
    await this.page.goto(this.address, { timeout: 60_000 });
    await this.page.locator('.explorer-folders-view [role="treeitem"]').first().waitFor({ timeout: 60_000 });
    await this.page.locator('.monaco-workbench[class*="vscode-theme-"]').waitFor({ timeout: 60_000 });
  }

  /** The row of a path, scrolled to where the list is virtual: from the top downward. */
  private async scrolledTo(tree: Locator, file: string): Promise<Locator> {
    const row = tree.locator(`[role="treeitem"]:has(.explorer-item[aria-label$="/${file}"])`);
    const appears = (timeout: number): Promise<boolean> =>
      row
        .first()
        .waitFor({ timeout })
        .then(
          () => true,
          () => false,
        );
    if (await appears(1000)) return row.first();
    await tree.hover();
    await this.page.mouse.wheel(0, -1e6);
    for (let screens = 0; screens < 100 && !(await appears(100)); screens++) await this.page.mouse.wheel(0, 300);
    if (!(await appears(100))) throw new Error(`the Explorer shows no ${file}`);
    return row.first();
  }

  /** Repeats an action that a window still filling up may refuse; Escape closes what the last try left open. */
  private async retry(what: string, action: () => Promise<void>, tries = 15): Promise<void> {
    let last: unknown;
    for (let attempt = 0; attempt < tries; attempt++) {
      try {
        return await action();
      } catch (error) {
        last = error;
        await this.page.keyboard.press('Escape');
        await this.page.waitForTimeout(300);
      }
    }
    throw new Error(`${what}: not found after ${tries} tries`, { cause: last });
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
