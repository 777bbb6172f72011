import assert from 'node:assert/strict';
import type { ExplainDocument, ExplainToHost, ExplainToPanel } from '../../../src/protocol/explain-panel';
import { documentOf } from './explanations';
import { closeBrowser, openBrowser, Panel, type PanelOptions } from './panel';

/** The Explain panel of the running test: opened anew by each test, closed and checked for complaints after it. */
export class ExplainPage {
  private current: Panel<ExplainToPanel, ExplainToHost> | undefined;

  /** Call inside `describe`. */
  constructor() {
    before(openBrowser);
    after(closeBrowser);
    afterEach(async () => {
      assert.deepEqual(this.panel.complaints, [], 'the page complained');
      await this.panel.close();
    });
  }

  get panel(): Panel<ExplainToPanel, ExplainToHost> {
    if (!this.current) throw new Error('no panel is open');
    return this.current;
  }

  get page() {
    return this.panel.page;
  }

  /** An empty panel. */
  async open(options: PanelOptions = {}): Promise<void> {
    this.current = await Panel.open<ExplainToPanel, ExplainToHost>('explain', options);
  }

  /** A panel that shows the synthetic document with `changes`. */
  async show(changes: Partial<ExplainDocument> = {}, options: PanelOptions = {}): Promise<void> {
    await this.open(options);
    await this.panel.send({ kind: 'document', document: documentOf(changes) });
  }

  card(method: string) {
    return this.page.locator(`[data-method="${method}"]`);
  }

  state(): Promise<string | null> {
    return this.page.locator('body').getAttribute('data-state');
  }
}
