import assert from 'node:assert/strict';
import type { ModelCosts } from '../../src/protocol/evaluation-panel';
import { documentOf, setup } from './support/evaluation-documents';
import { EvaluationPage } from './support/evaluation-page';
import { resultsOf } from './support/evaluations';
import { escapees } from './support/layout';

/** As the engine says it of one model; the third method cannot run. */
const ofModel: ModelCosts = {
  model: setup.models[0],
  methods: [
    { key: 'grad-cam', expectedPasses: 2 },
    { key: 'integrated-gradients', expectedPasses: 100 },
    { key: 'occlusion', expectedPasses: 0, unavailable: 'Occlusion needs an image' },
  ],
  metrics: [
    { key: 'average-drop', metric: 'average-drop', scored: 1, explained: 0, once: 'masked' },
    { key: 'iou', metric: 'iou', scored: 0, explained: 0 },
    { key: 'road', metric: 'road', scored: 18, explained: 3 },
  ],
};
const costs = [ofModel];
const metricsTicked = (...ids: string[]) =>
  setup.metrics.map((choice) => ({ ...choice, selected: ids.includes(choice.id) }));

describe('what an evaluation will cost', () => {
  const evaluation = new EvaluationPage();
  const summary = () => evaluation.page.locator('.setup-summary');
  const row = (id: string) => evaluation.page.locator(`[data-picker="${id}"]`);

  it('is said before it runs: inputs × prediction, maps and metrics, and each method beside its name', async () => {
    await evaluation.show({ costs });
    assert.match(await summary().innerText(), /30\s× \(1 \+ maps 102 \+ metrics 2\.00\)\su = 3\s150\su$/);
    assert.match(await row('integrated-gradients').innerText(), /100\su/);
    assert.match(await row('occlusion').innerText(), /not for this model/);
    await evaluation.panel.send({ kind: 'update', changes: { setup: { ...setup, metrics: [], limit: 5 } } });
    assert.match(await summary().innerText(), /5\s× \(1 \+ maps 102\)\su = 515\su$/);
  });

  it('has what every metric runs again of every map, and says it beside its name', async () => {
    await evaluation.show({ costs, setup: { ...setup, metrics: metricsTicked('road') } });
    assert.match(await row('road').innerText(), /342\su/, '2 maps × 18 passes, and each made 3 times more');
    assert.match(await row('average-drop').innerText(), /2\.00\su/);
    assert.match(await row('iou').innerText(), /no pass of the model/);
    assert.match(await summary().innerText(), /30\s× \(1 \+ maps 102 \+ metrics 342\)\su = 13\s350\su/);
  });

  it('counts once what metrics run together, and says of the second that it shares it', async () => {
    const gain = { ...setup.metrics[0], key: 'average-drop 2' };
    const twice = [...ofModel.metrics, { ...ofModel.metrics[0], key: 'average-drop 2' }];
    await evaluation.show({
      costs: [{ ...ofModel, metrics: twice }],
      setup: { ...setup, metrics: [...setup.metrics, gain] },
    });
    assert.match(await row('average-drop').innerText(), /2\.00\su/);
    assert.match(await row('average-drop 2').innerText(), /shared/);
    assert.match(await summary().innerText(), /metrics 2\.00\)\su/);
  });

  it('counts every model, each with what can run on it, and every box of a detector', async () => {
    const other = { ...ofModel, model: 'file:///models/1.onnx', metrics: [] };
    await evaluation.show({ costs: [ofModel, other], setup: { ...setup, models: [ofModel.model, other.model] } });
    assert.match(await summary().innerText(), /30\s× \(2 \+ maps 204 \+ metrics 2\.00\)\su/);
    const detector = { path: '/models/0.onnx', task: 'detection' as const, classes: 3, problem: null };
    const inspection = { ...documentOf().inspection!, models: [detector] };
    await evaluation.show({ costs, inspection, setup: { ...setup, boxes: 3 } });
    assert.match(await summary().innerText(), /30\s× \(1 \+ maps 306 \+ metrics 6\.00\)\su = at most 9\s390\su/);
  });

  it('is said in seconds by a pass that was timed, before anything was run', async () => {
    await evaluation.show({ costs: [{ ...ofModel, secondsPerPass: 0.02 }] });
    assert.match(await summary().innerText(), /= 3\s150\su · about 1\smin 3\ss$/);
    assert.match(await row('integrated-gradients').innerText(), /100\su · 2\.0\ss/);
    assert.match(await row('average-drop').innerText(), /2\.00\su · 40\sms/);
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
    assert.match(await summary().innerText(), /maps 102 \+ metrics 2\.00\)\su = 3\s150\su · about 1\smin/);
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
