import assert from 'node:assert/strict';
import { join } from 'node:path';
import { runEvaluation } from '../../../src/engine/evaluation/evaluation';
import { methodFromText, metricsFromText } from '../../../src/engine/evaluation/notation';
import { cellEvidence } from '../../../src/engine/evidence/cell';
import { mapEvidence } from '../../../src/engine/evidence/map';
import { explain } from '../../../src/engine/explanation/explanation';
import { openInput } from '../../../src/engine/explanation/opened-input';
import { predict } from '../../../src/engine/explanation/prediction';
import { readObject } from '../../../src/engine/explanation/object';
import { requestedTarget } from '../../../src/engine/explanation/target';
import { METRICS } from '../../../src/engine/metric';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import type { EvaluationSummary } from '../../../src/protocol/evaluation-summary';
import type { MetricEvidence } from '../../../src/protocol/metric-evidence';
import { asked, labelledFolder, rowsOf } from '../evaluation/labelled-folder';

const RUNTIME = { device: 'cpu', threads: 1 } as const;
const SHOWING = METRICS.filter(({ evidence }) => evidence).map(({ id }) => id);
const SMALL: Readonly<Record<string, string>> = { insertion: ':step=64', deletion: ':step=64' };

describe('what a metric did', () => {
  let place: Awaited<ReturnType<typeof labelledFolder>>;
  let summary: EvaluationSummary;
  let out: string;
  let opened: OpenedModel;
  before(async () => {
    place = await labelledFolder(6);
    out = place.out('evidence');
    const metrics = SHOWING.flatMap((id) => metricsFromText(`${id}${SMALL[id] ?? ''}`));
    const methods = ['gradient', 'smoothgrad:samples=3'].map((text) => methodFromText(text));
    summary = await runEvaluation(
      asked({ folder: place.set, models: [place.models[0]], out, seed: 5, methods, metrics }),
      RUNTIME,
    );
    opened = await openModel(await readModelFile(place.models[0]), RUNTIME);
  });
  after(() => opened.network.close());

  const numberOf = (name: string, method: string, column: string): number => {
    const row = rowsOf(out, 'images.csv').find((one) => one.image === name && one.method === method)!;
    return row[column] === '' ? NaN : Number(row[column]);
  };
  const cell = (name: string, method: number, column: number): Promise<MetricEvidence[]> =>
    cellEvidence({ out, name, labelling: null, model: 0, method, column }, async () => opened, {});

  it('comes to the number of the table for every metric that shows something', async () => {
    const [name] = rowsOf(out, 'images.csv').flatMap(({ image, iou }) => (iou ? [image] : []));
    for (const [m, method] of summary.methods.entries())
      for (const [c, column] of summary.columns.entries()) {
        if (column.part !== null) continue;
        const [evidence] = await cell(name, m, c);
        assert.equal(evidence.value, numberOf(name, method.name, column.name), `${method.name} ${column.name}`);
        const shown = evidence.trials.length + evidence.exchanges.length + evidence.regions.length;
        assert.ok(shown > 0, column.name);
        assert.match(evidence.asked, /blue|green|red/);
        assert.deepEqual([evidence.input.image?.width, evidence.input.image?.height], [16, 16]);
      }
  });

  it('shows the imputed images in both orders, and the curve with every step', async () => {
    const { image: name } = rowsOf(out, 'images.csv')[0];
    const column = (id: string): number => summary.columns.findIndex(({ metric, part }) => metric === id && !part);
    const [{ trials }] = await cell(name, 0, column('road'));
    assert.deepEqual([...new Set(trials.map(({ row }) => row))], ['most relevant first', 'least relevant first']);
    assert.equal(trials.length, 18);
    assert.ok(trials.every(({ image }) => image?.width === 16));
    const [{ exchanges, input }] = await cell(name, 0, column('deletion'));
    assert.equal(exchanges[0].scores.length, 5);
    assert.deepEqual(new Set(exchanges[0].stepOf), new Set([1, 2, 3, 4]));
    assert.deepEqual(exchanges[0].from, input);
    const [{ trials: noisy }] = await cell(name, 0, column('max-sensitivity'));
    assert.ok(noisy.every(({ faint, map }) => faint && map?.dims.join() === '16,16'));
  });

  it('comes to the same number from a card', async () => {
    const [name] = rowsOf(out, 'images.csv').flatMap(({ image, iou }) => (iou ? [image] : []));
    const path = join(place.set, name);
    const { model, input } = await openInput(opened, path);
    const object = (await readObject(model, path))?.mask;
    const request = { ...methodFromText('smoothgrad:samples=3'), seed: 5 };
    const target = await requestedTarget(model, input, {}, await predict(model, input));
    const { map } = (await explain(target.model, input, target.score, request)).result;
    for (const column of summary.columns) {
      if (column.part !== null) continue;
      const metric = { metric: column.metric, params: column.params };
      const [evidence] = await mapEvidence(
        { model, input },
        { model: model.file.path, input: path, request, map, metric, object },
        {},
      );
      // Copies of a model are re-initialised by the seed of the evaluation, which is that of the method here.
      assert.equal(evidence.value, numberOf(name, summary.methods[1].name, column.name), column.name);
    }
    await assert.rejects(
      mapEvidence(
        { model, input },
        { model: model.file.path, input: path, request, map, metric: { metric: 'iou', params: {} } },
        {},
      ),
      { code: 'invalid-argument' },
    );
  });

  it('says what has gone', async () => {
    await assert.rejects(cell('blue/none.png', 0, 0), { code: 'not-found' });
    await assert.rejects(cell('blue/000.png', 9, 0), { code: 'not-found' });
    const { image: name } = rowsOf(out, 'images.csv').find(({ iou }) => !iou)!;
    await assert.rejects(
      cell(
        name,
        0,
        summary.columns.findIndex(({ metric }) => metric === 'iou'),
      ),
      /no object/,
    );
    const [, other] = place.models;
    const changed = await openModel(await readModelFile(other), RUNTIME);
    await assert.rejects(
      cellEvidence({ out, name, labelling: null, model: 0, method: 0, column: 0 }, async () => changed, {}),
      /has changed/,
    );
    await changed.network.close();
  });
});
