import assert from 'node:assert/strict';
import { documentOf, setup } from './support/evaluation-documents';
import { EvaluationPage } from './support/evaluation-page';
import { resultsOf } from './support/evaluations';
import { escapees } from './support/layout';

/** As the engine says it; the third method cannot run. */
const costs = [
  { key: 'grad-cam', expectedPasses: 2 },
  { key: 'integrated-gradients', expectedPasses: 100 },
  { key: 'occlusion', expectedPasses: 0, unavailable: 'Occlusion needs an image' },
];

describe('what an evaluation will cost', () => {
  const evaluation = new EvaluationPage();
  const summary = () => evaluation.page.locator('.setup-summary');

  it('is said before it runs: inputs × the sum of the methods, and each method beside its name', async () => {
    await evaluation.show({ costs });
    assert.match(await summary().innerText(), /maps: 30 × 102\su = 3\s060\su, metrics on top$/);
    const row = (id: string) => evaluation.page.locator(`[data-picker="${id}"]`);
    assert.match(await row('integrated-gradients').innerText(), /100\su/);
    assert.match(await row('occlusion').innerText(), /not for this model/);
    await evaluation.panel.send({ kind: 'update', changes: { setup: { ...setup, metrics: [], limit: 5 } } });
    assert.match(await summary().innerText(), /5 × 102\su = 510\su$/);
  });

  it('is said in seconds by a pass that was timed, before anything was run', async () => {
    const timed = costs.map((cost) => ({ ...cost, expectedSeconds: cost.expectedPasses / 50 }));
    await evaluation.show({ costs: timed });
    assert.match(await summary().innerText(), /= 3\s060\su · about 1\smin 1\ss, metrics on top$/);
    const row = evaluation.page.locator('[data-picker="integrated-gradients"]');
    assert.match(await row.innerText(), /100\su · 2\.0\ss/);
  });

  it('is one pass of each input where no maps are wanted, which one tick says and takes back', async () => {
    await evaluation.show({ costs });
    const box = evaluation.page.getByRole('checkbox', { name: 'Accuracy only (no maps)' });
    await evaluation.page.getByText('Accuracy, confusion and calibration come in any case').waitFor();
    const chosen = (): Promise<(string | false)[]> =>
      evaluation.lastSetup().then((now) => now!.methods.map(({ key, selected }) => selected && key).filter(Boolean));
    const before = setup.methods.filter(({ selected }) => selected).map(({ key }) => key);
    await box.click();
    assert.deepEqual(await chosen(), []);
    await evaluation.page.locator('.setup-summary', { hasText: 'no maps, 30' }).waitFor();
    const said = await summary().innerText();
    assert.match(said, /accuracy only: metrics judge maps, and no method is ticked/);
    assert.doesNotMatch(said, /\d+ metrics?|0 methods/, 'no metric is counted that would judge nothing');
    await box.click();
    assert.deepEqual(await chosen(), before);
  });

  it('is said in seconds, too, where it was measured', async () => {
    await evaluation.finished({ costs });
    assert.match(await summary().innerText(), /× 102\su = 3\s060\su · about 1\smin/);
  });

  it('is told whole on a narrow page', async () => {
    await evaluation.finished({ costs }, { width: 432 });
    assert.deepEqual(await escapees(evaluation.page, '.setup-box > summary'), []);
  });

  it('is not said while it is not known', async () => {
    await evaluation.show();
    assert.doesNotMatch(await summary().innerText(), /maps/);
  });
});

describe('what an evaluation did cost', () => {
  const evaluation = new EvaluationPage();

  it('is called shared where a map is read off the forward pass of the prediction, and says so', async () => {
    const results = resultsOf({ images: 30, classes: 3 });
    const costs = results.summary.costs.map((cost) =>
      cost.method === 2 ? { ...cost, forwardPasses: 0, backwardPasses: 0 } : cost,
    );
    await evaluation.show({ results: { ...results, summary: { ...results.summary, costs } } }, { width: 1400 });
    const cell = evaluation.section('Methods').locator('tbody tr', { hasText: 'Grad-CAM' }).first().getByText('shared');
    assert.match((await cell.getAttribute('title')) ?? '', /^Nothing beyond the shared forward pass\nleast: 1\.00\su$/);
  });
});

describe('what cannot be evaluated', () => {
  const evaluation = new EvaluationPage();
  const inspection = documentOf().inspection!;

  it('is not run: a model that was refused', async () => {
    const problem = 'the model makes a vector at every position, which are not compared over a folder';
    await evaluation.show({
      inspection: {
        ...inspection,
        models: [{ path: '/models/0.onnx', task: 'classification' as const, classes: 3, problem }],
      },
    });
    assert.equal(await evaluation.page.getByRole('button', { name: 'Run' }).isDisabled(), true);
    assert.equal(await evaluation.page.locator('.header-actions vscode-button').first().getAttribute('title'), problem);
  });

  it('is not offered: metrics of masks where there are none', async () => {
    await evaluation.show({ inspection: { ...inspection, masks: { images: 0, examples: [] } } });
    const row = evaluation.page.locator('[data-picker="iou"]');
    assert.match(await row.innerText(), /no masks/);
    await row.getByRole('checkbox', { checked: true }).click();
    assert.equal((await evaluation.lastSetup())?.metrics.find(({ id }) => id === 'iou')?.selected, false);
    await row.getByRole('checkbox', { checked: false, disabled: true }).waitFor();
  });
});
