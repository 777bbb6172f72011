import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { describeModel } from '../../../src/engine/model/description';
import { explain } from '../../../src/engine/explanation/explanation';
import { predict } from '../../../src/engine/explanation/prediction';
import { importCheck } from '../../../src/engine/model/import-check';
import { readInput } from '../../../src/engine/image/input';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { LensError } from '../../../src/protocol/error';
import { GraphDef, ints, text, texts, type } from '../format/graph-def';
import { channelsFirst, inFolder, probe, valuesOf } from '../format/tensorflow';
import { difference } from '../graph/running';

const settings = { device: 'cpu', threads: 1 } as const;
const SIDE = 12;
const conv = {
  T: type(),
  data_format: text('NHWC'),
  padding: text('SAME'),
  strides: ints(1, 2, 2, 1),
  dilations: ints(1, 1, 1, 1),
  explicit_paddings: { list: {} },
};
const fused = { ...conv, fused_ops: texts('BiasAdd', 'Relu6'), num_args: { i: '1' }, epsilon: { f: 0 } };

/** Features → the operator under test → scores → Softmax. */
function classifier(g: GraphDef, image: string, odd: (features: string) => string): string {
  const first = g.node('_FusedConv2D', [image, g.weight([3, 3, 3, 6]), g.weight([6])], fused, 'features');
  const second = g.node('_FusedConv2D', [odd(first), g.weight([3, 3, 6, 5]), g.weight([5])], fused);
  const mean = g.node('Mean', [second, g.integers(1, 2)], { keep_dims: { b: false } });
  return g.node(
    'Softmax',
    [g.node('MatMul', [mean, g.weight([5, 4])], { transpose_a: { b: false }, transpose_b: { b: false } }, 'scores')],
    {},
    'probabilities',
  );
}

/** Saves a graph with its shards and opens it. */
async function withModel(
  g: GraphDef,
  outputs: readonly string[],
  folder: string,
  work: (model: OpenedModel, file: string) => Promise<void>,
): Promise<void> {
  const { weightData, weightSpecs, ...document } = g.artifacts(outputs);
  writeFileSync(path.join(folder, 'shard.bin'), Buffer.from(weightData as ArrayBuffer));
  const file = path.join(folder, 'net.json');
  writeFileSync(
    file,
    JSON.stringify({ ...document, weightsManifest: [{ paths: ['shard.bin'], weights: weightSpecs }] }),
  );
  const model = await openModel(await readModelFile(file), { ...settings, recipe: { size: [SIDE, SIDE] } });
  await work(model, file);
  await model.network.close();
}

const image = probe([1, SIDE, SIDE, 3], 5);
async function inputFor(model: OpenedModel, folder: string) {
  const file = path.join(folder, 'x.npy');
  writeFileSync(file, encodeNpy(channelsFirst(image)));
  return readInput(file, model.network.graph.inputDims, model.recipe);
}

describe('networks that TensorFlow.js runs as a whole', () => {
  /** ONNX has no arctangent of two operands. */
  const atan =
    (g: GraphDef) =>
    (x: string): string =>
      g.node('Atan2', [x, g.node('Relu', [g.node('AddV2', [x, g.floats(1)], {})], {})], { T: type() });

  it('are predicted, differentiated and explained like any other', () =>
    inFolder(async (folder) => {
      const g = new GraphDef();
      const output = classifier(g, g.image([-1, SIDE, SIDE, 3]), atan(g));
      await withModel(g, [output], folder, async (model) => {
        assert.match(model.warnings.join(), /runs in TensorFlow\.js as it is.*Atan2/);
        const input = await inputFor(model, folder);
        const original = await tf.loadGraphModel(tf.io.fromMemory(g.artifacts([output])));
        const forward = (x: tf.Tensor, name: string): tf.Tensor => original.execute({ image: x }, name) as tf.Tensor;
        const x = tf.tensor(image.data, [1, SIDE, SIDE, 3]);
        const predicted = await predict(model, input);
        assert.match(predicted.software!, /^TensorFlow\.js \((WebAssembly|JavaScript)\)$/);
        const probabilities = valuesOf(forward(x, output)).data;
        assert.equal(predicted.predictions.length, probabilities.length);
        for (const { index, probability } of predicted.predictions)
          assert.ok(Math.abs(probability - probabilities[index]) < 1e-5);
        const score = { index: predicted.predictions[0].index, kind: 'logit' as const };

        const { result: gradient } = await explain(model, input, score, { method: 'gradient', params: {} });
        await tf.setBackend('cpu');
        const plain = await tf.loadGraphModel(tf.io.fromMemory(unfusedByHand(g, output)));
        const slope = tf.grad((u) =>
          tf.gather(plain.execute({ image: u }, 'scores') as tf.Tensor, [score.index], 1).sum(),
        )(x);
        assert.ok(
          difference(
            { type: 'float32', ...gradient.map, dims: [1, ...gradient.map.dims] },
            channelsFirst(valuesOf(slope)),
          ) < 1e-3,
        );
        assert.ok(gradient.backwardPasses > 0);

        const { result: path } = await explain(model, input, score, {
          method: 'integrated-gradients',
          params: { steps: 64 },
        });
        assert.ok(Math.abs(path.completeness!.residual) < 0.02 * Math.max(1e-3, Math.abs(path.completeness!.expected)));
        for (const method of ['input-x-gradient', 'smoothgrad']) {
          const { result } = await explain(model, input, score, {
            method,
            params: method === 'smoothgrad' ? { samples: 3 } : {},
          });
          assert.deepEqual(result.warnings, [], method);
        }

        const { result: occlusion } = await explain(model, input, score, {
          method: 'occlusion',
          params: { window: [4, 4], strides: [4, 4] },
        });
        assert.equal(occlusion.software, predicted.software);
        const at = (row: number, column: number): number => occlusion.map.data[row * SIDE + column];
        for (const [row, column] of [
          [0, 0],
          [4, 8],
        ]) {
          const hidden = Float32Array.from(image.data, (v, i) => {
            const [r, c] = [Math.floor(i / 3 / SIDE), Math.floor(i / 3) % SIDE];
            return r >= row && r < row + 4 && c >= column && c < column + 4 ? 0 : v;
          });
          const drop =
            valuesOf(forward(x, 'scores')).data[score.index] -
            valuesOf(forward(tf.tensor(hidden, [1, SIDE, SIDE, 3]), 'scores')).data[score.index];
          assert.ok(
            Math.abs(at(row, column) - drop) < 1e-4 * Math.max(1, Math.abs(drop)),
            `${at(row, column)} for ${drop}`,
          );
        }
      });
    }));

  it('refuse methods that look inside, in one sentence', () =>
    inFolder(async (folder) => {
      const g = new GraphDef();
      await withModel(g, [classifier(g, g.image([-1, SIDE, SIDE, 3]), atan(g))], folder, async (model) => {
        const input = await inputFor(model, folder);
        for (const method of ['grad-cam', 'lrp', 'fullgrad', 'guided-backprop']) {
          await assert.rejects(
            explain(model, input, { index: 0, kind: 'logit' }, { method, params: {} }),
            (e) =>
              e instanceof LensError &&
              e.code === 'unsupported-model' &&
              /looks inside the network, but TensorFlow\.js .* runs it as a whole/.test(e.message),
          );
        }
      });
    }));

  /** Both ways of an old-style conditional. */
  const conditional =
    (g: GraphDef) =>
    (x: string): string => {
      const above = g.node(
        'Greater',
        [g.node('Max', [x, g.integers(0, 1, 2, 3)], { keep_dims: { b: false } }), g.floats(-1)],
        {},
      );
      const way = g.node('Switch', [x, above], { T: type() }, 'way');
      return g.node('Merge', [g.node('Neg', [way], {}), g.node('Relu', [`${way}:1`], {})], {
        T: type(),
        N: { i: '2' },
      });
    };

  it('with control flow run forward only', () =>
    inFolder(async (folder) => {
      const g = new GraphDef();
      const output = classifier(g, g.image([-1, SIDE, SIDE, 3]), conditional(g));
      await withModel(g, [output], folder, async (model, file) => {
        const input = await inputFor(model, folder);
        const original = await tf.loadGraphModel(tf.io.fromMemory(g.artifacts([output])));
        const expected = valuesOf(
          (await original.executeAsync({ image: tf.tensor(image.data, [1, SIDE, SIDE, 3]) }, output)) as tf.Tensor,
        ).data;
        const { predictions } = await predict(model, input);
        assert.equal(predictions.length, expected.length);
        for (const { index, probability } of predictions) assert.ok(Math.abs(probability - expected[index]) < 1e-5);
        const { result } = await explain(
          model,
          input,
          { index: 0, kind: 'logit' },
          { method: 'rise', params: { samples: 20 } },
        );
        assert.ok(result.map.data.some((v) => v !== result.map.data[0]));
        await assert.rejects(
          explain(model, input, { index: 0, kind: 'logit' }, { method: 'gradient', params: {} }),
          (e) => e instanceof LensError && e.code === 'not-differentiable' && e.message.includes('forward only'),
        );
        const description = describeModel(await readModelFile(file));
        assert.equal(description.gradientBarriers.length, 1);
        assert.equal(description.importCheck, undefined);
        assert.equal(await importCheck(model.file, model.network), null);
      });
    }));
});

/** The same graph with its fused nodes written as parts, for TensorFlow.js' own gradient. */
function unfusedByHand(g: GraphDef, output: string): tf.io.ModelArtifacts {
  const artifacts = g.artifacts([output]);
  const { node } = artifacts.modelTopology as { node: { name: string; op: string; input: string[]; attr: object }[] };
  const apart = node.flatMap((n) =>
    n.op !== '_FusedConv2D'
      ? [n]
      : [
          { name: `${n.name}/linear`, op: 'Conv2D', input: n.input.slice(0, 2), attr: conv },
          {
            name: `${n.name}/biased`,
            op: 'BiasAdd',
            input: [`${n.name}/linear`, n.input[2]],
            attr: { data_format: text('NHWC') },
          },
          { name: n.name, op: 'Relu6', input: [`${n.name}/biased`], attr: {} },
        ],
  );
  return { ...artifacts, modelTopology: { ...(artifacts.modelTopology as object), node: apart } };
}
