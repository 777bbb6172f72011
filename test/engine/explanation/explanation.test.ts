import assert from 'node:assert/strict';
import { join } from 'node:path';
import { methods } from '../../../src/engine/attribution';
import { forgrad } from '../../../src/engine/attribution/forgrad';
import { refusal } from '../../../src/engine/explanation/capability';
import { explainAll } from '../../../src/engine/explanation/all-methods';
import { explain } from '../../../src/engine/explanation/explanation';
import { predict } from '../../../src/engine/explanation/prediction';
import { targetIndex } from '../../../src/engine/explanation/target-names';
import { requestsFrom } from '../../../src/engine/explanation/explanation-files';
import { readInput, type NetworkInput } from '../../../src/engine/image/input';
import { methodDescriptions } from '../../../src/engine/explanation/methods';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import type { ExplainEvent } from '../../../src/protocol/explain';

const SAMPLES = join(__dirname, '..', '..', '..', 'samples');
const FACE = join(SAMPLES, 'faces', 'test', 'sunglasses', 'sunglasses-00.png');
const SCORE = { index: 2, kind: 'logit' } as const;

describe('explaining one image', () => {
  let model: OpenedModel;
  let input: NetworkInput;
  before(async () => {
    model = await openModel(await readModelFile(join(SAMPLES, 'models', 'faces-cnn.onnx')), {
      device: 'cpu',
      threads: 1,
    });
    input = await readInput(FACE, model.network.graph.inputDims, model.recipe);
  });
  after(() => model.network.close());

  it('lists all classes, the most probable first, and finds a target by index, by label or by default', async () => {
    const predicted = await predict(model, input);
    assert.equal(predicted.predictions.length, 3);
    assert.ok(Math.abs(predicted.predictions.reduce((sum, p) => sum + p.probability, 0) - 1) < 1e-9);
    assert.equal(targetIndex(undefined, predicted), predicted.predictions[0].index);
    assert.equal(
      targetIndex('No-Glasses', predicted),
      predicted.predictions.find((p) => p.label === 'no-glasses')!.index,
    );
    assert.equal(targetIndex('1', predicted), 1);
    assert.throws(() => targetIndex('moustache', predicted), /moustache/);
  });

  it('predicts with what the model was opened with, and compiles nothing', async () => {
    const opened = await openModel(model.file, { device: 'cpu', threads: 1 });
    try {
      const { network } = opened;
      const compiled: string[] = [];
      const program = network.program.bind(network);
      network.program = (key, build) =>
        program(key, () => {
          compiled.push(key);
          return build();
        });
      await predict(opened, await readInput(FACE, network.graph.inputDims, opened.recipe));
      assert.deepEqual(compiled, []);
    } finally {
      await opened.network.close();
    }
  });

  it('shares the forward pass: after predicting, Grad-CAM runs the head alone', async () => {
    const fresh = await readInput(FACE, model.network.graph.inputDims, model.recipe);
    await predict(model, fresh);
    const { result } = await explain(model, fresh, SCORE, { method: 'grad-cam', params: {} });
    assert.ok(
      result.forwardPasses + result.backwardPasses < 0.1,
      `${result.forwardPasses} + ${result.backwardPasses} u`,
    );
    assert.equal(result.sharedPasses, 1);
  });

  it('counts what a gradient costs and says whether integrated gradients are complete', async () => {
    const { result: plain } = await explain(model, input, SCORE, { method: 'gradient', params: {} });
    assert.ok(Math.abs(plain.forwardPasses - 1) < 0.01 && plain.backwardPasses > 0.5 && plain.backwardPasses < 1.5);
    const { result } = await explain(model, input, SCORE, { method: 'integrated-gradients', params: { steps: 64 } });
    assert.ok(Math.abs(result.completeness!.residual) < 0.02 * Math.abs(result.completeness!.expected));
  });

  it('filters any finished map', async () => {
    const { attribution: plain } = await explain(model, input, SCORE, { method: 'gradient', params: {} });
    const { attribution: smooth } = await explain(model, input, SCORE, { method: 'gradient', params: { forgrad: 9 } });
    assert.deepEqual(smooth.map, forgrad(plain.map, 9));
  });

  it('gives the same random map for the same seed and another for another', async () => {
    const request = { method: 'smoothgrad', params: { samples: 3 } };
    const [a, b, c] = await Promise.all([1, 1, 2].map((seed) => explain(model, input, SCORE, { ...request, seed })));
    assert.deepEqual(a.attribution.map.data, b.attribution.map.data);
    assert.notDeepEqual(a.attribution.map.data, c.attribution.map.data);
  });

  it('says of a method that its map depends on the seed', async () => {
    const few = { samples: 24, permutations: 1, designs: 4, segments: 16 };
    const fixed = ['gradient', 'feature-ablation', 'partition-shap'];
    const applies = (id: string) =>
      !refusal(
        methods.find((method) => method.id === id)!,
        model.network,
      );
    const examined = methodDescriptions().filter(({ id, random }) => (random || fixed.includes(id)) && applies(id));
    assert.ok(examined.length >= 11 + fixed.length);
    for (const { id, params: known, random } of examined) {
      const params = Object.fromEntries(Object.entries(few).filter(([name]) => known.some((p) => p.name === name)));
      const run = async (seed: number) =>
        (await explain(model, input, SCORE, { method: id, params, seed })).result.map.data;
      const [a, b] = [await run(1), await run(2)];
      assert.equal(
        a.some((value, i) => value !== b[i]),
        random === true,
        id,
      );
    }
  });

  it('says of a baseline that it is drawn, so that the map depends on the seed', async () => {
    const method = methodDescriptions().find(({ id }) => id === 'feature-ablation')!;
    const baseline = method.params.find((p) => p.name === 'baseline');
    assert.ok(baseline?.kind === 'choice' && baseline.choices.length > 8);
    for (const { value, random } of baseline.choices.filter((choice) => choice.value !== 'file')) {
      const run = async (seed: number) =>
        (await explain(model, input, SCORE, { method: method.id, params: { baseline: value, segments: 4 }, seed }))
          .result.map.data;
      const [a, b] = [await run(1), await run(2)];
      assert.equal(
        a.some((v, i) => v !== b[i]),
        random === true,
        value,
      );
    }
  });

  it('tells the segments of a method that explains segments, and of no other', async () => {
    const { result } = await explain(model, input, SCORE, { method: 'feature-ablation', params: { segments: 9 } });
    const { dims, data } = result.segments!;
    assert.deepEqual(dims, result.map.dims.slice(1));
    const values = new Map<number, number>();
    data.forEach((segment, i) =>
      assert.equal(values.get(segment) ?? result.map.data[i], values.set(segment, result.map.data[i]).get(segment)),
    );
    assert.ok(values.size > 1);
    const { result: plain } = await explain(model, input, SCORE, { method: 'gradient', params: {} });
    assert.equal(plain.segments, undefined);
  });

  it('tells of each method and goes on after one that fails', async () => {
    const events: ExplainEvent[] = [];
    await explainAll(
      model,
      input,
      {
        model: '',
        input: FACE,
        methods: [
          { method: 'grad-cam', params: {}, layer: 'nowhere' },
          { method: 'gradient', params: {} },
        ],
      },
      {},
      (event) => events.push(event),
    );
    assert.deepEqual(
      events.filter((e) => e.kind !== 'progress').map((e) => `${e.index} ${e.kind}`),
      ['0 started', '0 failed', '1 started', '1 finished'],
    );
  });

  it('stops between batches when cancelled', async () => {
    const abort = new AbortController();
    const run = explainAll(
      model,
      input,
      { model: '', input: FACE, methods: [{ method: 'integrated-gradients', params: { steps: 5000 } }] },
      { signal: abort.signal },
      (event) => {
        if (event.kind === 'progress') abort.abort();
      },
    );
    await assert.rejects(run, (error: { code?: string }) => error.code === 'cancelled');
  });

  it('gives parameters written as text to the methods that have them', () => {
    const requests = requestsFrom(
      ['gradient', 'integrated-gradients'],
      new Map([
        ['steps', '7'],
        ['forgrad', '3'],
      ]),
      undefined,
      0,
    );
    assert.deepEqual(
      requests.map((r) => r.params),
      [{ forgrad: 3 }, { steps: 7, forgrad: 3 }],
    );
    assert.throws(() => requestsFrom(['gradient'], new Map([['steps', '7']]), undefined, 0), /steps/);
    assert.throws(
      () => requestsFrom(['integrated-gradients'], new Map([['steps', 'many']]), undefined, 0),
      /whole number/,
    );
  });
});
