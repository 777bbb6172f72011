import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Patience } from './patience';

/** The Explorer of a window. */
export class Explorer {
  private readonly tree: Locator;

  constructor(
    private readonly page: Page,
    private readonly patience: Patience,
  ) {
    this.tree = page.locator('.explorer-folders-view');
  }

  /** The row of a file, the folders above it unfolded: `faces/test/a.png`. */
  async item(file: string): Promise<Locator> {
    if (!(await this.tree.isVisible()))
      await this.patience.until(
        'the Explorer',
        () => this.page.keyboard.press('Control+Shift+E'),
        (timeout) => this.tree.waitFor({ timeout }),
      );
    const parts = file.split('/');
    for (let depth = 1; depth < parts.length; depth++) await this.unfold(parts.slice(0, depth).join('/'));
    return this.scrolledTo(file);
  }

  /**
   * Right-clicks a file (or several, selected together) and picks a menu item, until a question or the tab that it opens
   * is seen.
   */
  async menu(files: string | readonly string[], title: string, tab: string): Promise<void> {
    const question = this.page.locator('.quick-input-list .monaco-list-row');
    const opened = this.page.locator('.tab', { hasText: tab }).or(question).first();
    await this.patience.until(
      `what "${title}" opens`,
      () => this.entry(typeof files === 'string' ? [files] : files, title),
      (timeout) => opened.waitFor({ timeout }),
      20_000,
    );
  }

  /** Opens a file in the editor that is its default. */
  async open(file: string): Promise<void> {
    const tab = this.page.locator('.tab').filter({ hasText: path.posix.basename(file) });
    await this.patience.retry(`the editor of ${file}`, async () => {
      await (await this.item(file)).dblclick();
      await tab.first().waitFor({ timeout: 3000 });
    });
  }

  private async entry(files: readonly string[], title: string): Promise<void> {
    await this.patience.retry(`"${title}" in the menu of ${files.join(', ')}`, async () => {
      const item = await this.selected(files);
      await item.click({ button: 'right' });
      // Until the extension's contributions have arrived the menu opens without them.
      const entry = this.page.locator('.context-view .monaco-menu').getByRole('menuitem', { name: title }).first();
      await entry.hover({ timeout: 1500 });
      // VS Code ignores the mouse during a menu's first 100 ms, and closes a menu whose entry it took.
      await this.page.waitForTimeout(250);
      await entry.click({ timeout: 1500 });
      await entry.waitFor({ state: 'hidden', timeout: 1500 });
    });
  }

  /** The row of the last file, all of them selected where they are several. */
  private async selected(files: readonly string[]): Promise<Locator> {
    let item = await this.item(files[0]);
    if (files.length === 1) return item;
    for (const [index, file] of files.entries()) {
      item = await this.item(file);
      await item.click({ modifiers: index === 0 ? [] : ['ControlOrMeta'] });
      await item.and(this.page.locator('[aria-selected="true"]')).waitFor({ timeout: 1500 });
    }
    return item;
  }

  /** Unfolds a folder's row. A click just after a menu has closed may only focus the row, so its effect is looked at. */
  private async unfold(folder: string): Promise<void> {
    await this.patience.retry(`the unfolded folder ${folder}`, async () => {
      const row = await this.scrolledTo(folder);
      if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.monaco-tl-twistie').click();
      await row.and(this.page.locator('[aria-expanded="true"]')).waitFor({ timeout: 1500 });
    });
  }

  /** The row of a path, scrolled to where the list is virtual: from the top downward. */
  private async scrolledTo(file: string): Promise<Locator> {
    const row = this.tree.locator(`[role="treeitem"]:has(.explorer-item[aria-label$="/${file}"])`);
    const appears = (timeout: number): Promise<boolean> =>
      row
        .first()
        .waitFor({ timeout })
        .then(
          () => true,
          () => false,
        );
    if (await appears(1000)) return row.first();
    await this.tree.hover();
    await this.page.mouse.wheel(0, -1e6);
    for (let screens = 0; screens < 100 && !(await appears(100)); screens++) await this.page.mouse.wheel(0, 300);
    if (!(await appears(100))) throw new Error(`the Explorer shows no ${file}`);
    return row.first();
  }
}
