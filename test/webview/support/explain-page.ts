import type { ExplainDocument } from '../../../src/protocol/explain-document';
import type { ExplainToHost, ExplainToPanel } from '../../../src/protocol/explain-panel';
import { documentOf } from './explanations';
import { TestedPage } from './tested-page';

/** The Explain panel of the running test. */
export class ExplainPage extends TestedPage<ExplainDocument, ExplainToPanel, ExplainToHost> {
  constructor() {
    super('explain', documentOf);
  }

  card(method: string) {
    return this.page.locator(`[data-method="${method}"]`);
  }

  /** Saves the image of a card: it is the last that the page has posted. */
  async keepImage(method: string): Promise<void> {
    await this.card(method)
      .getByRole('button', { name: /^Export/ })
      .click();
    await this.page.getByRole('menuitem', { name: 'Image (.png)' }).click();
    await this.page.waitForFunction(() => 'images' in ((window as never)['posted'] as object[]).at(-1)!);
  }

  /** Opens the method picker. */
  openMethods(): Promise<void> {
    return this.page
      .locator('.setup-bar')
      .getByRole('button', { name: /^Methods/ })
      .click();
  }

  /** Opens the list of classes. */
  openTarget(): Promise<void> {
    return this.page.locator('.target-button').click();
  }

  state(): Promise<string | null> {
    return this.page.locator('body').getAttribute('data-state');
  }
}
