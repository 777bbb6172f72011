import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { float, int, ints, type Attributes, type Model } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { withMergedNormalization } from '../../../src/engine/relevance/canonizer';
import { withLeftoverScale } from '../../../src/engine/relevance/leftover-scale';
import { createSession } from '../../../src/engine/session/runtime';
import { floats, type FloatTensor } from '../../../src/engine/tensor/tensor';
import { gap, noise } from '../attribution/perturbation/setup';

/** A layer and a batch normalisation of four channels after it. */
function normalised(
  op: string,
  dims: readonly number[],
  weight: FloatTensor,
  attributes: Attributes,
  bias: boolean,
): Model {
  const b = new GraphBuilder();
  b.input('x', 'float32', dims);
  const inputs = ['x', b.constant(weight), ...(bias ? [b.constant(noise([4], op, 'bias'))] : [])];
  const layer = b.op(op, inputs, attributes);
  const constants = ['gamma', 'beta', 'mean'].map((name) => b.constant(noise([4], op, name)));
  const variance = b.constant(floats([4], [0.5, 1, 2, 3]));
  b.op('BatchNormalization', [layer, ...constants, variance], { epsilon: float(1e-3) }, 'y');
  b.output('y');
  return withShapes(b.build());
}

async function outputOf(model: Model, x: FloatTensor): Promise<Float32Array> {
  const session = await createSession(model, { device: 'cpu', threads: 1 });
  const { y } = await session.run({ x });
  await session.release();
  return y.data as Float32Array;
}

const CASES: { op: string; dims: number[]; weight: number[]; attributes?: Attributes; bias: boolean }[] = [
  { op: 'Conv', dims: [2, 3, 5, 5], weight: [4, 3, 3, 3], bias: true },
  {
    op: 'Conv',
    dims: [2, 4, 5, 5],
    weight: [4, 1, 3, 3],
    attributes: { group: int(4), pads: ints([1, 1, 1, 1]) },
    bias: false,
  },
  { op: 'ConvTranspose', dims: [2, 3, 5, 5], weight: [3, 4, 2, 2], attributes: { strides: ints([2, 2]) }, bias: true },
  { op: 'Gemm', dims: [2, 6], weight: [6, 4], bias: true, attributes: { beta: float(0.5), alpha: float(2) } },
  { op: 'Gemm', dims: [2, 6], weight: [4, 6], bias: false, attributes: { transB: int(1) } },
];

describe('merging batch normalisation', () => {
  for (const { op, dims, weight, attributes = {}, bias } of CASES) {
    it(`leaves the output as it is: ${op} [${weight.join(', ')}]${bias ? ' with bias' : ''}`, async () => {
      const model = normalised(op, dims, noise(weight, op, 'weight'), attributes, bias);
      const merged = withMergedNormalization(model);
      const x = noise(dims, op, 'x');
      assert.ok(!merged.graph.nodes.some((node) => node.op === 'BatchNormalization'));
      assert.ok(gap(await outputOf(merged, x), await outputOf(model, x)) < 1e-5);
    });
  }

  it('leaves a normalisation whose input somebody else reads', () => {
    const model = normalised('Conv', [1, 3, 5, 5], noise([4, 3, 3, 3], 'read'), {}, true);
    const read = {
      ...model,
      graph: {
        ...model.graph,
        outputs: [
          ...model.graph.outputs,
          { name: model.graph.nodes[0].outputs[0], type: 'float32' as const, shape: null },
        ],
      },
    };
    assert.equal(withMergedNormalization(read), read);
  });

  it("keeps the division by √(1 + ε) where Zennit's numbers are wanted", async () => {
    const model = normalised('Conv', [1, 3, 5, 5], noise([4, 3, 3, 3], 'left'), {}, true);
    const x = noise([1, 3, 5, 5], 'left', 'x');
    const [exact, scaled] = await Promise.all(
      [model, withLeftoverScale(withMergedNormalization(model), model)].map((m) => outputOf(m, x)),
    );
    assert.ok(
      gap(
        scaled,
        exact.map((v) => v / Math.sqrt(1 + 1e-3)),
      ) < 1e-5,
    );
  });
});
