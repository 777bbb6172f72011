import assert from 'node:assert/strict';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Examination } from '../../../src/engine/evaluation/examination';
import { Findings } from '../../../src/engine/evaluation/findings';
import { Journal } from '../../../src/engine/evaluation/journal';
import { judgedModels } from '../../../src/engine/evaluation/judged-model';
import { methodFromText, metricsFromText } from '../../../src/engine/evaluation/notation';
import { planOf } from '../../../src/engine/evaluation/plan';
import { evaluateFolder } from '../../../src/engine/evaluation/evaluation';
import { callsOver } from '../../../src/engine/job/calls';
import { explain } from '../../../src/engine/explanation/explanation';
import { predict } from '../../../src/engine/explanation/prediction';
import { readInput } from '../../../src/engine/image/input';
import { Models } from '../../../src/engine/model/open-models';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { METRICS as METRICS_REGISTRY } from '../../../src/engine/metric';
import { gini } from '../../../src/engine/metric/sparseness';
import { channelSum } from '../../../src/engine/metric/metric';
import { escaped } from '../../../src/engine/report/latex/text';
import { Execution } from '../../../src/engine/session/execution';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { sizeOf } from '../../../src/engine/tensor/tensor';
import { LensError } from '../../../src/protocol/error';
import type { EvaluationEvent } from '../../../src/protocol/evaluation';
import { METHODS, METRICS, asked, evaluationFolder, rowsOf } from './evaluation-folder';

const RUNTIME = { device: 'cpu', threads: 1 } as const;

/** Quick enough for 16 × 16 images. */
const SMALL: Readonly<Record<string, string>> = {
  infidelity: 'infidelity:samples=4',
  'faithfulness-correlation': 'faithfulness-correlation:runs=6:subsetSize=20',
};

/** Every file of a run but the one that holds seconds, and the journal. */
const filesOf = (out: string) =>
  Object.fromEntries(
    readdirSync(out)
      .filter((name) => name !== 'timings.csv' && !name.startsWith('.'))
      .sort()
      .map((name) => [name, readFileSync(join(out, name), 'utf8')]),
  );

describe('evaluation of a folder', () => {
  let place: Awaited<ReturnType<typeof evaluationFolder>>;
  before(async () => (place = await evaluationFolder(12)));

  it('writes every table and report, and the numbers of single explanations stand in them', async () => {
    const out = place.out('whole');
    const summary = await evaluateFolder(
      asked({ folder: place.set, models: place.models, out, pairs: ['pearson', 'ssim'] }),
      RUNTIME,
    );
    assert.deepEqual(Object.keys(filesOf(out)), [
      'classes.csv',
      'confusion.csv',
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
    for (const row of rows) {
      assert.equal(row.mask, Number(row.image.slice(-7, -4)) % 2 === 0 ? 'object' : 'none');
      assert.equal(row.iou !== '' && row['pointing-game'] !== '', row.mask === 'object', row.image);
      assert.notEqual(row['average-drop'], '');
    }
  });

  it('gives the same files from a journal as without one, and then computes nothing', async () => {
    const out = place.out('once');
    const events: EvaluationEvent[] = [];
    const request = asked({ folder: place.set, models: place.models, out, limit: 5 });
    await evaluateFolder(request, RUNTIME);
    const { size } = statSync(join(out, '.lens-journal.jsonl'));
    const before = filesOf(out);
    for (const file of Object.keys(before)) rmSync(join(out, file));
    await evaluateFolder(request, RUNTIME, (event) => events.push(event));
    assert.deepEqual(filesOf(out), before);
    assert.equal(statSync(join(out, '.lens-journal.jsonl')).size, size);
    assert.ok(events.some((e) => e.kind === 'progress' && e.done === 5 && e.total === 5 && e.rate === 0));
    rmSync(out, { recursive: true });
    await evaluateFolder(request, RUNTIME);
    assert.deepEqual(filesOf(out), before);
  });

  it('goes on after a cut at any line of the journal with the same files', async () => {
    const out = place.out('cut');
    // Both want activations that the clean forward pass does not keep: what the first leaves must not make the second
    // cheaper.
    const methods = ['eigen-cam:layer=conv', 'grad-cam:layer=conv', 'smoothgrad:samples=2'].map((text) =>
      methodFromText(text),
    );
    const request = asked({ folder: place.set, models: place.models.slice(0, 1), out, limit: 3, methods });
    await evaluateFolder(request, RUNTIME);
    const journal = join(out, '.lens-journal.jsonl');
    const [whole, files] = [readFileSync(journal), filesOf(out)];
    const lines = whole.toString().split('\n').length - 1;
    for (let cut = 1; cut < lines; cut += 5) {
      const at = whole.toString().split('\n').slice(0, cut).join('\n').length;
      writeFileSync(journal, whole.subarray(0, at + (cut % 3)));
      await evaluateFolder(request, RUNTIME);
      assert.deepEqual(filesOf(out), files, `after ${cut} lines`);
    }
  });

  it('adds to the seconds of the run before, of what is computed anew only, and forgets those of another model', async () => {
    const out = place.out('timed');
    // Not every input has the object that the other metrics need.
    const rows = () =>
      rowsOf(out, 'timings.csv').filter(
        ({ method, metric }) => method !== 'occlusion' && (metric === '' || metric === 'average-drop'),
      );
    const runs = async (count: number): Promise<string[]> => {
      await evaluateFolder(asked({ folder: place.set, models: place.models.slice(0, 1), out, limit: count }), RUNTIME);
      return rows().map((row) => row.runs);
    };
    const all = (count: number) => new Array<string>(2 * METHODS.length).fill(String(count));
    assert.deepEqual(await runs(2), all(2));
    const path = join(out, 'timings.csv');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/,[\d.e-]+$/gm, ',10'));
    assert.deepEqual(await runs(4), all(4));
    assert.ok(rows().every(({ meanSeconds }) => Number(meanSeconds) > 2 && Number(meanSeconds) < 10));
    assert.deepEqual(await runs(4), all(4));
    await evaluateFolder(
      asked({
        folder: place.set,
        models: place.models.slice(0, 1),
        out,
        limit: 4,
        methods: [methodFromText('occlusion')],
        metrics: [],
      }),
      RUNTIME,
    );
    assert.deepEqual(await runs(4), all(4), 'another plan keeps them');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(rows()[0].modelHash, 'another'));
    await runs(4);
    assert.deepEqual(rows(), []);
  });

  it('does not charge a metric that was added later with the map', async () => {
    const out = place.out('added');
    const run = (metrics: string) =>
      evaluateFolder(
        asked({
          folder: place.set,
          models: place.models.slice(0, 1),
          out,
          limit: 2,
          methods: [methodFromText('rise:samples=50')],
          metrics: metricsFromText(metrics),
        }),
        RUNTIME,
      );
    await run('complexity');
    // A clock that only running a network moves on.
    const [now, execute] = [performance.now, Execution.prototype.run];
    let ticks = 0;
    performance.now = () => ticks;
    Execution.prototype.run = function (...given) {
      ticks += 1000;
      return execute.apply(this, given);
    };
    try {
      await run('sparseness');
    } finally {
      performance.now = now;
      Execution.prototype.run = execute;
    }
    const { runs, meanSeconds } = rowsOf(out, 'timings.csv').find(({ metric }) => metric === 'sparseness')!;
    assert.deepEqual([ticks > 0, runs, meanSeconds], [true, '2', '0']);
  });

  it('takes a file among the parameters for what it holds', async () => {
    const map = (columns: number) =>
      encodeNpy({
        type: 'int32',
        dims: [16, 16],
        data: Int32Array.from({ length: 256 }, (_, i) => Math.floor(((i % 16) * columns) / 16)),
      });
    const segmentMap = join(place.top, 'segments.npy');
    const run = async (out: string): Promise<string> => {
      const methods = [{ method: 'feature-ablation', params: { segmentMap } }];
      await evaluateFolder(
        asked({
          folder: place.set,
          models: place.models.slice(0, 1),
          out,
          limit: 2,
          methods,
          metrics: metricsFromText('sparseness'),
        }),
        RUNTIME,
      );
      return filesOf(out)['images.csv'];
    };
    writeFileSync(segmentMap, map(2));
    const two = await run(place.out('segments'));
    writeFileSync(segmentMap, map(8));
    const eight = await run(place.out('segments'));
    assert.notEqual(eight, two);
    assert.equal(eight, await run(place.out('segments afresh')));
  });

  it('leaves no table and no part of a file of earlier runs', async () => {
    const out = place.out('left');
    const request = asked({ folder: place.set, models: place.models, out, limit: 2, metrics: [] });
    await evaluateFolder({ ...request, pairs: ['pearson'] }, RUNTIME);
    assert.ok('pairs.csv' in filesOf(out));
    await evaluateFolder(request, RUNTIME);
    writeFileSync(join(out, '.previous', 'summary.json.77.part'), 'half');
    await evaluateFolder(request, RUNTIME);
    assert.ok(!('pairs.csv' in filesOf(out)));
    assert.ok(!readdirSync(join(out, '.previous')).some((name) => name.endsWith('.part')));
  });

  it('keeps what is done when it is cancelled', async () => {
    const out = place.out('cancelled');
    const request = asked({ folder: place.set, models: place.models, out });
    const abort = new AbortController();
    const stopped = evaluateFolder(request, { ...RUNTIME, signal: abort.signal }, (event) => {
      if (event.kind === 'progress' && event.done === 4) abort.abort();
    });
    await assert.rejects(stopped, (error) => error instanceof LensError && error.code === 'cancelled');
    assert.deepEqual(readdirSync(out).sort(), ['.lens-journal.jsonl', 'timings.csv']);
    const { size } = statSync(join(out, '.lens-journal.jsonl'));
    await evaluateFolder(request, RUNTIME);
    assert.ok(statSync(join(out, '.lens-journal.jsonl')).size > size);
    assert.equal(filesOf(out)['images.csv'], filesOf(place.out('whole'))['images.csv']);
  });

  it('keeps nothing of a map that was stopped half way', async () => {
    const request = (out: string) =>
      asked({
        folder: place.set,
        models: place.models.slice(0, 1),
        out,
        limit: 2,
        methods: [methodFromText('rise:samples=600')],
        metrics: metricsFromText('sparseness'),
      });
    await evaluateFolder(request(place.out('rise')), RUNTIME);
    const abort = new AbortController();
    const execute = Execution.prototype.run;
    let runs = 0;
    Execution.prototype.run = function (...given) {
      if (++runs === 3) abort.abort();
      return execute.apply(this, given);
    };
    try {
      await assert.rejects(
        evaluateFolder(request(place.out('stopped')), { ...RUNTIME, signal: abort.signal }),
        (error) => error instanceof LensError && error.code === 'cancelled',
      );
    } finally {
      Execution.prototype.run = execute;
    }
    await evaluateFolder(request(place.out('stopped')), RUNTIME);
    assert.equal(filesOf(place.out('stopped'))['images.csv'], filesOf(place.out('rise'))['images.csv']);
  });

  it('never runs the clean forward pass of an input again', async () => {
    const [model] = await judgedModels([place.models[0]], { ...RUNTIME, seed: 0 });
    const plan = planOf(
      asked({
        folder: '',
        models: [],
        out: '',
        metrics: [
          'average-drop',
          'insertion:step=32',
          'deletion:step=32',
          'road',
          'faithfulness-correlation:runs=4',
        ].flatMap((t) => metricsFromText(t)),
      }),
    );
    const path = join(place.set, 'blue', '000.png');
    const { network, recipe } = model.opened;
    const clean = (await readInput(path, network.graph.inputDims, recipe)).tensor.data;
    let runs = 0;
    const tensorsOf = network.tensorsOf.bind(network);
    network.tensorsOf = (images, ...rest) => {
      const size = sizeOf(images.dims.slice(1));
      for (let n = 0; n < images.dims[0]; n++)
        if (images.data.subarray(n * size, (n + 1) * size).every((v, i) => v === clean[i])) runs++;
      return tensorsOf(images, ...rest);
    };
    const journal = new Journal(join(place.out('forward'), 'journal'));
    const examination = new Examination(
      model,
      { path, hash: 'x', mask: null, maskHash: null },
      0,
      new Findings(journal, 'x'),
      {},
    );
    await examination.logits();
    for (const method of plan.methods) for (const metric of plan.metrics) await examination.scored(method, 0, metric);
    journal.close();
    await model.close();
    assert.equal(runs, 1);
  });

  it('marks the largest drop as best where the subject is hidden, the least elsewhere', async () => {
    const request = asked({
      folder: place.set,
      models: place.models.slice(0, 1),
      out: place.out('hidden'),
      limit: 3,
      metrics: metricsFromText('occluded'),
    });
    const { columns, cells } = await evaluateFolder(request, RUNTIME);
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
    await evaluateFolder(asked({ folder: place.set, models: place.models.slice(0, 1), out, target: 'label' }), RUNTIME);
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
    const summary = await evaluateFolder(
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
    for (const { column, mean } of summary.cells)
      if (summary.columns[column].part === null) assert.ok(mean !== null, summary.columns[column].name);
  });

  it("answers the engine's request behind interactive ones, with progress and partial tables", async () => {
    const calls = callsOver(new Models(RUNTIME));
    const events: EvaluationEvent[] = [];
    const request = asked({ folder: place.set, models: place.models, out: place.out('call'), limit: 4 });
    const { signal } = new AbortController();
    await calls['folder.evaluate'](request, (event) => events.push(event), signal);
    const found = await calls['folder.results']({ out: request.out }, () => undefined, signal);
    assert.equal(found?.summary.images, 4);
    assert.deepEqual(events[0], {
      kind: 'started',
      total: 4,
      skipped: 0,
      models: ['first', 'second'],
      methods: found.summary.methods,
      columns: found.summary.columns.filter(({ part }) => part === null),
    });
    assert.deepEqual(
      [found.summary.methods, events[0].columns].map((list) => list.map(({ name }) => name)),
      [METHODS, METRICS],
    );
    assert.deepEqual(
      events.filter((e) => e.kind === 'progress').map((e) => e.done),
      [1, 2, 3, 4],
    );
    const table = events.find((e) => e.kind === 'table');
    assert.ok(table?.cells.some(({ column, images }) => METRICS[column] === 'average-drop' && images === 1));
    assert.ok(
      (await calls['metric.list'](null, () => undefined, signal)).some(
        ({ id, params }) => id === 'road' && params.length > 0,
      ),
    );
  });
});
