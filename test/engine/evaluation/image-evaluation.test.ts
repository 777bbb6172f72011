import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askedClass } from '../../../src/engine/evaluation/asked';
import { ImageEvaluation } from '../../../src/engine/evaluation/image-evaluation';
import { JournaledResults } from '../../../src/engine/evaluation/journaled-results';
import { Journal } from '../../../src/engine/evaluation/journal';
import { openEvaluatedModels } from '../../../src/engine/evaluation/evaluated-models';
import { methodFromText, metricsFromText } from '../../../src/engine/evaluation/notation';
import { makePlan } from '../../../src/engine/evaluation/plan';
import { readInput } from '../../../src/engine/image/input';
import { encodeExplainer, explainerPath } from '../../../src/engine/model/explainer-file';
import type { LearnedExplainer } from '../../../src/engine/session/learned-explainer';
import { sizeOf } from '../../../src/engine/tensor/tensor';
import { freshExplainer } from '../explainer/support';
import { asked, labelledFolder } from './labelled-folder';

const RUNTIME = { device: 'cpu', threads: 1 } as const;

describe('the evaluation of one image', () => {
  let place: Awaited<ReturnType<typeof labelledFolder>>;
  before(async () => (place = await labelledFolder(1)));

  it('makes maps of a learned method anew when another explainer was learned', async () => {
    const { methods } = makePlan(
      asked({ folder: '', models: [], out: '', methods: ['l2x', 'gradient'].map((text) => methodFromText(text)) }),
    );
    const explainer = explainerPath(place.models[0]);
    const journal = new Journal(join(place.out('learned'), 'journal'));
    const keys = async (learned: LearnedExplainer): Promise<string[]> => {
      writeFileSync(explainer, encodeExplainer(learned));
      const [model] = await openEvaluatedModels([place.models[0]], { ...RUNTIME, seed: 0 });
      const file = { path: '', hash: 'x', mask: null, maskHash: null };
      const evaluation = new ImageEvaluation(model, file, new JournaledResults(journal, 'x'), {});
      await model.close();
      return methods.map((method) => evaluation.keyOf(method, { target: 0, label: 0 }));
    };
    try {
      const [first, again, other] = [
        await keys(freshExplainer([3, 8, 8])),
        await keys(freshExplainer([3, 8, 8])),
        await keys(freshExplainer([3, 8, 8], 2)),
      ];
      assert.deepEqual(again, first);
      assert.notEqual(other[0], first[0]);
      assert.equal(other[1], first[1]);
    } finally {
      journal.close();
      rmSync(explainer);
    }
  });

  it('never runs the clean forward pass of an input again', async () => {
    const [model] = await openEvaluatedModels([place.models[0]], { ...RUNTIME, seed: 0 });
    const plan = makePlan(
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
    const evaluation = new ImageEvaluation(
      model,
      { path, hash: 'x', mask: null, maskHash: null },
      new JournaledResults(journal, 'x'),
      {},
    );
    await evaluation.logits();
    const question = { target: 0, label: 0 };
    for (const method of plan.methods)
      for (const metric of plan.metrics) await evaluation.metric(method, question, metric);
    journal.close();
    await model.close();
    assert.equal(runs, 1);
  });

  it('explains the labelled class less the predicted one where they differ', async () => {
    const [model] = await openEvaluatedModels([place.models[0]], { ...RUNTIME, seed: 0 });
    const { methods, metrics } = makePlan(
      asked({
        folder: '',
        models: [],
        out: '',
        metrics: ['deletion:step=32', 'average-drop'].flatMap((t) => metricsFromText(t)),
      }),
    );
    const journal = new Journal(join(place.out('difference'), 'journal'));
    const evaluation = new ImageEvaluation(
      model,
      { path: join(place.set, 'blue', '000.png'), hash: 'x', mask: null, maskHash: null },
      new JournaledResults(journal, 'x'),
      {},
    );
    const gradient = methods.find(({ method }) => method.id === 'gradient')!;
    const question = { ...askedClass('label-minus-predicted', { label: 0, predicted: 2 }), label: 0 };
    const [difference, first, second] = await Promise.all(
      [question, { target: 0, label: 0 }, { target: 2, label: 0 }].map((one) => evaluation.map(gradient, one)),
    );
    difference.data.forEach((value, i) => assert.ok(Math.abs(value - first.data[i] + second.data[i]) < 1e-4));
    const keys = [question, { target: 0, label: 0 }].map((one) => evaluation.keyOf(gradient, one));
    assert.notEqual(keys[0], keys[1]);
    for (const metric of metrics) {
      const { value } = await evaluation.metric(gradient, question, metric);
      assert.ok(value >= 0 && value <= 100, `${metric.name}: ${value}`);
    }
    assert.deepEqual(askedClass('label-minus-predicted', { label: 1, predicted: 1 }), { target: 1 });
    journal.close();
    await model.close();
  });
});
