import type {
  EvaluationDocument,
  EvaluationSetup,
  EvaluationToHost,
  EvaluationToPanel,
} from '../../../src/protocol/evaluation-panel';
import { documentOf } from './evaluation-documents';
import { columnsOf, resultsOf, type Size } from './evaluations';
import type { PanelOptions } from './panel';
import { TestedPage } from './tested-page';

/** Of the results that {@link EvaluationPage.finished} shows. */
export const size: Size = { images: 300, classes: 3 };

/** The Evaluation panel of the running test. */
export class EvaluationPage extends TestedPage<EvaluationDocument, EvaluationToPanel, EvaluationToHost> {
  constructor() {
    super('evaluation', documentOf);
  }

  /** A panel that shows the results of a run. */
  async finished(changes: Partial<EvaluationDocument> = {}, options: PanelOptions = {}): Promise<void> {
    await this.show({ results: resultsOf(size), ...changes }, options);
    await this.panel.answer('images', { value: columnsOf(size, 0) });
    await this.page.locator('.image-rows .image-row').first().waitFor();
  }

  section(name: string) {
    return this.page.getByRole('region', { name, exact: true }).first();
  }

  async lastSetup(): Promise<EvaluationSetup | undefined> {
    return (await this.panel.posted('setup')).at(-1)?.setup;
  }

  /** Names of the inputs in the list, as far as they are drawn. */
  listed(): Promise<string[]> {
    return this.page.locator('.image-rows .image-name').allInnerTexts();
  }

  /** How many inputs the list holds, and of how many. */
  count(): Promise<string> {
    return this.page.locator('.image-bar [role="status"]').innerText();
  }
}
