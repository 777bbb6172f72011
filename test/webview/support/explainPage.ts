import type { ExplainDocument, ExplainToHost, ExplainToPanel } from '../../../src/protocol/explain-panel';
import { documentOf } from './explanations';
import { TestedPage } from './testedPage';

/** The Explain panel of the running test. */
export class ExplainPage extends TestedPage<ExplainDocument, ExplainToPanel, ExplainToHost> {
  constructor() {
    super('explain', documentOf);
  }

  card(method: string) {
    return this.page.locator(`[data-method="${method}"]`);
  }

  state(): Promise<string | null> {
    return this.page.locator('body').getAttribute('data-state');
  }
}
