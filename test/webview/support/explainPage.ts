import type { ExplainDocument, ExplainToHost, ExplainToPanel } from '../../../src/protocol/explain-panel';
import { documentOf } from './explanations';
import type { PanelOptions } from './panel';
import { TestedPage } from './testedPage';

/** The Explain panel of the running test. */
export class ExplainPage extends TestedPage<ExplainToPanel, ExplainToHost> {
  constructor() {
    super('explain');
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
