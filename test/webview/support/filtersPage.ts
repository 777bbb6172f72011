import assert from 'node:assert/strict';
import type { FiltersDocument, FiltersToHost, FiltersToPanel } from '../../../src/protocol/filters-panel';
import { documentOf } from './filters';
import { closeBrowser, openBrowser, Panel, type PanelOptions } from './panel';

/** The Filters panel of the running test: opened anew by each test, closed and checked for complaints after it. */
export class FiltersPage {
  private current: Panel<FiltersToPanel, FiltersToHost> | undefined;

  /** Call inside `describe`. */
  constructor() {
    before(openBrowser);
    after(closeBrowser);
    afterEach(() => this.close());
  }

  get panel(): Panel<FiltersToPanel, FiltersToHost> {
    if (!this.current) throw new Error('no panel is open');
    return this.current;
  }

  get page() {
    return this.panel.page;
  }

  /** An empty panel. */
  async open(options: PanelOptions = {}): Promise<void> {
    this.current = await Panel.open<FiltersToPanel, FiltersToHost>('filters', options);
  }

  /** A panel that shows the synthetic document with `changes`. */
  async show(changes: Partial<FiltersDocument> = {}, options: PanelOptions = {}): Promise<void> {
    await this.open(options);
    await this.panel.send({ kind: 'document', document: documentOf(changes) });
  }

  async close(): Promise<void> {
    assert.deepEqual(this.panel.complaints, [], 'the page complained');
    await this.panel.close();
  }

  grid(name = 'Filters') {
    return this.page.getByRole('listbox', { name: new RegExp(`^${name},`) });
  }

  /** What a screen reader says of the picked cell. */
  option(): Promise<string | null> {
    return this.page.locator('.grid:visible [role="option"]').getAttribute('aria-label');
  }

  async saved(): Promise<Record<string, unknown>> {
    return (await this.panel.savedState()) as Record<string, unknown>;
  }

  /** How many colours a canvas holds. */
  colors(selector: string): Promise<number> {
    return this.page.locator(selector).evaluate((node) => {
      const canvas = node as HTMLCanvasElement;
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      const colors = new Set<number>();
      for (let i = 0; i < data.length; i += 4) if (data[i + 3]) colors.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      return colors.size;
    });
  }
}
