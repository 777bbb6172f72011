import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { methodFromText, metricsFromText } from '../../../src/engine/evaluation/notation';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { explain } from '../../../src/engine/explanation/explanation';
import { predict } from '../../../src/engine/explanation/prediction';
import { readInput } from '../../../src/engine/image/input';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { METRICS as METRICS_REGISTRY } from '../../../src/engine/metric';
import { gini } from '../../../src/engine/metric/sparseness';
import { channelSum } from '../../../src/engine/metric/metric';
import { escaped } from '../../../src/engine/report/latex/text';
import { METHODS, asked, filesOf, labelledFolder, rowsOf } from './labelled-folder';

const RUNTIME = { device: 'cpu', threads: 1 } as const;

/** Quick enough for 16 × 16 images. */
const SMALL: Readonly<Record<string, string>> = {
  infidelity: 'infidelity:samples=4',
  'faithfulness-correlation': 'faithfulness-correlation:runs=6:subsetSize=20',
};

describe('results of an evaluation', () => {
  let place: Awaited<ReturnType<typeof labelledFolder>>;
  before(async () => (place = await labelledFolder(12)));

  it('writes every table and report, and the numbers of single explanations stand in them', async () => {
    const out = place.out('whole');
    const summary = await runEvaluation(
      asked({ folder: place.set, models: place.models, out, pairs: ['pearson', 'ssim'] }),
      RUNTIME,
    );
    assert.deepEqual(Object.keys(filesOf(out)), [
      'classes.csv',
      'confusion.csv',
      'correlations.csv',
      'correlations.json',
      'images.csv',
      'methods.csv',
      'pairs.csv',
      'report.html',
      'report.md',
      'report.tex',
      'skipped.csv',
      'summary.json',
    ]);
    assert.deepEqual(JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')), JSON.parse(JSON.stringify(summary)));
    assert.equal(summary.images, 12);
    const rows = rowsOf(out, 'images.csv');
    assert.equal(rows.length, 12 * place.models.length * METHODS.length);

    const model = await openModel(await readModelFile(place.models[1]), RUNTIME);
    const row = rows.find((r) => r.image === 'green/004.png' && r.model === 'second' && r.method === METHODS[1])!;
    const input = await readInput(join(place.set, row.image), model.network.graph.inputDims, model.recipe);
    const { predictions } = await predict(model, input);
    assert.deepEqual(
      [row.label, row.predicted, Number(row.probability)],
      ['green', predictions[0].label, predictions[0].probability],
    );
    const { attribution } = await explain(
      model,
      input,
      { index: predictions[0].index, kind: 'logit' },
      { method: 'integrated-gradients', params: { steps: 4 } },
    );
    assert.equal(Number(row.sparseness), gini(channelSum(attribution.map).data));
    await model.network.close();

    const second = rows.filter((r) => r.model === 'second' && r.method === METHODS[0]);
    const right = second.filter((r) => r.label === r.predicted).length;
    assert.equal(summary.models[1].classification?.accuracy.mean, right / 12);
    assert.equal(
      summary.models[1].classification?.confusion.flat().reduce((a, b) => a + b),
      12,
    );
    const drops = second.map((r) => Number(r['average-drop']));
    const cell = summary.cells.find(
      (c) => c.model === 1 && c.method === 0 && summary.columns[c.column].name === 'average-drop',
    )!;
    assert.ok(Math.abs(cell.mean! - drops.reduce((a, b) => a + b) / 12) < 1e-12);
    assert.ok(cell.low! <= cell.mean! && cell.mean! <= cell.high! && cell.low! < cell.high!);
    const best = summary.cells.filter((c) => c.model === 1 && c.column === cell.column && c.best);
    assert.equal(
      best[0].mean,
      Math.min(...summary.cells.filter((c) => c.model === 1 && c.column === cell.column).map((c) => c.mean!)),
    );
    assert.equal(summary.pairs.length, 2 * 3 + 3);
    assert.ok(summary.pairs.every(({ values }) => values[0].images === 12 && Math.abs(values[0].mean!) <= 1));
    const tex = readFileSync(join(out, 'report.tex'), 'utf8');
    for (const { formula } of summary.columns) assert.ok(tex.includes(`] ${escaped(formula)}.`), formula);
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    for (const part of [summary.models[0].hash, 'seed 0', 'saliency-lens evaluate', 'trapezoids under the probability'])
      assert.ok(page.includes(part), part);
  });

  it('leaves the metrics of masks empty where there is no object', async () => {
    const rows = rowsOf(place.out('whole'), 'images.csv');
    assert.deepEqual([...new Set(rows.map(({ mask }) => mask))].sort(), ['none', 'object']);
    for (const row of rows) {
      assert.equal(row.mask, Number(row.image.slice(-7, -4)) % 2 === 0 ? 'object' : 'none');
      assert.equal(row.iou !== '' && row['pointing-game'] !== '', row.mask === 'object', row.image);
      assert.notEqual(row['average-drop'], '');
    }
  });

  it('marks the largest drop as best where the subject is hidden, the least elsewhere', async () => {
    const request = asked({
      folder: place.set,
      models: place.models.slice(0, 1),
      out: place.out('hidden'),
      limit: 3,
      metrics: metricsFromText('occluded'),
    });
    const { columns, cells } = await runEvaluation(request, RUNTIME);
    const drops = columns
      .map(({ metric, part, params: { convention } }, column) => ({ metric, part, convention, column }))
      .filter(({ metric, part }) => metric === 'average-drop' && part === null);
    assert.deepEqual(
      drops.map(({ convention, column }) => [convention, columns[column].better]),
      [
        ['occlude-background', 'lower'],
        ['occlude-subject', 'higher'],
      ],
    );
    for (const { column } of drops) {
      const own = cells.filter((cell) => cell.column === column);
      const means = own.map(({ mean }) => mean!);
      assert.equal(
        own.find(({ best }) => best)?.mean,
        columns[column].better === 'higher' ? Math.max(...means) : Math.min(...means),
      );
    }
  });

  it('explains the labelled class where that is wanted', async () => {
    const out = place.out('label');
    await runEvaluation(asked({ folder: place.set, models: place.models.slice(0, 1), out, target: 'label' }), RUNTIME);
    const of = (name: string) =>
      rowsOf(name, 'images.csv').filter(({ model, method }) => model === 'first' && method === 'gradient');
    const [labelled, predicted] = [of(out), of(place.out('whole'))];
    assert.ok(labelled.some(({ right }) => right === 'false'));
    labelled.forEach((row, i) =>
      assert.equal(row.sparseness === predicted[i].sparseness, row.right === 'true', row.image),
    );
  });

  it('knows every metric there is', async () => {
    const out = place.out('all');
    const texts = METRICS_REGISTRY.map(({ id }) => SMALL[id] ?? id);
    const summary = await runEvaluation(
      asked({
        folder: place.set,
        models: place.models.slice(0, 1),
        out,
        limit: 1,
        methods: [methodFromText('integrated-gradients:steps=4')],
        metrics: texts.flatMap((t) => metricsFromText(t)),
      }),
      RUNTIME,
    );
    assert.deepEqual(summary.notes, []);
    assert.ok(summary.cells.length >= METRICS_REGISTRY.length, `${summary.cells.length} cells`);
    for (const { column, mean } of summary.cells)
      if (summary.columns[column].part === null) assert.ok(mean !== null, summary.columns[column].name);
  });
});
