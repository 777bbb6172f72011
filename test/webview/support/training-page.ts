import type {
  TrainingDocument,
  TrainingSetup,
  TrainingToHost,
  TrainingToPanel,
} from '../../../src/protocol/training-panel';
import type { PageToHost } from '../../../src/protocol/page';
import { TestedPage } from './tested-page';
import { documentOf } from './trainings';

/** Spaces that do not break a line as those that do. */
export const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

/** The Training panel of the running test. */
export class TrainingPage extends TestedPage<TrainingDocument, TrainingToPanel, TrainingToHost | PageToHost> {
  constructor() {
    super('training', documentOf);
  }

  async lastSetup(): Promise<TrainingSetup | undefined> {
    return (await this.panel.posted('setup')).at(-1)?.setup;
  }

  section(name: string) {
    return this.page.getByRole('region', { name, exact: true }).first();
  }

  /** Clicks the first button of that name. */
  press(name: string): Promise<void> {
    return this.page.getByRole('button', { name, exact: true }).first().click();
  }

  /** What the page says of itself. */
  state(): Promise<string | null> {
    return this.page.locator('body').getAttribute('data-state');
  }
}
