import type {
  TrainingDocument,
  TrainingSetup,
  TrainingToHost,
  TrainingToPanel,
} from '../../../src/protocol/training-panel';
import type { PageToHost } from '../../../src/protocol/page';
import { TestedPage } from './tested-page';
import { documentOf } from './trainings';

/** The Training panel of the running test. */
export class TrainingPage extends TestedPage<TrainingDocument, TrainingToPanel, TrainingToHost | PageToHost> {
  constructor() {
    super('training', documentOf);
  }

  async lastSetup(): Promise<TrainingSetup | undefined> {
    return (await this.panel.posted('setup')).at(-1)?.setup;
  }
}
