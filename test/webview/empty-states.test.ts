import assert from 'node:assert/strict';
import { emptyComparison } from '../../src/protocol/comparison-panel';
import { emptyEvaluation } from '../../src/protocol/evaluation-panel';
import { emptyExplain } from '../../src/protocol/explain-document';
import { emptyFilters } from '../../src/protocol/filters-panel';
import type { PageToHost } from '../../src/protocol/page';
import { emptyTraining } from '../../src/protocol/training-panel';
import { TestedPage } from './support/tested-page';

/** Panels about images and models, with nothing in them. */
const panels: Readonly<Record<string, object>> = {
  explain: emptyExplain,
  evaluation: emptyEvaluation,
  comparison: emptyComparison,
  filters: emptyFilters,
  training: emptyTraining,
};

describe('a panel with nothing in it', () => {
  for (const [name, nothing] of Object.entries(panels)) {
    describe(name, () => {
      const shown = new TestedPage<object, { kind: string }, PageToHost>(name, () => nothing);

      it('shows nothing before it was told that there is nothing', async () => {
        await shown.open();
        assert.equal((await shown.page.locator('body').innerText()).trim(), '');
        await shown.panel.send({ kind: 'document', document: nothing } as never);
        await shown.page.locator('.message').waitFor();
      });

      it('offers a model from anywhere, and the sample', async () => {
        await shown.show();
        for (const button of ['Browse for a model…', 'Try the sample'])
          await shown.page.locator('.message').getByRole('button', { name: button }).click();
        assert.deepEqual(
          (await shown.panel.posted('command')).map(({ command }) => command),
          ['browseModel', 'trySample'],
        );
      });
    });
  }
});
