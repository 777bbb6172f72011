import assert from 'node:assert/strict';
import { attentionTensors } from '../../../../src/engine/attribution/feature-map/attention-matrices';
import { attentionRollout } from '../../../../src/engine/attribution/attention/attention-rollout';
import { gradientAtInput } from '../../../../src/engine/attribution/derivation/gradients';
import { gradientAttentionRollout } from '../../../../src/engine/attribution/attention/gradient-attention-rollout';
import type { AttributionMethod, MethodContext } from '../../../../src/engine/attribution/method';
import { int, ints } from '../../../../src/engine/graph/model';
import { floats, type FloatTensor } from '../../../../src/engine/tensor/tensor';
import { LensError } from '../../../../src/protocol/error';
import { built, fixtureInput, fixtureNetwork } from '../../relevance/networks';
import { convolutionalNetwork, explain, gap, noise } from '../perturbation/setup';

type Matrix = number[][];

const matrix = (size: number, at: (i: number, j: number) => number): Matrix =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => at(i, j)));
const product = (a: Matrix, b: Matrix): Matrix =>
  matrix(a.length, (i, j) => a.reduce((sum, _, k) => sum + a[i][k] * b[k][j], 0));

/** Attention (and its gradients) as a method sees it. */
async function attentionOf(
  network: ReturnType<typeof fixtureNetwork>,
  input: FloatTensor,
): Promise<{ values: FloatTensor[]; gradients: FloatTensor[] }> {
  let found: { values: FloatTensor[]; gradients: FloatTensor[] } | undefined;
  const spy = {
    params: [],
    run: async (context: MethodContext) => {
      const tensors = attentionTensors(network.model, 'logits');
      const { captures, gradients } = await gradientAtInput(context, { wrt: tensors, captures: tensors });
      found = { values: [...captures], gradients: [...gradients] };
      return { map: input };
    },
  } as unknown as AttributionMethod;
  await explain(spy, network, input);
  return found!;
}

const headMean = ({ dims, data }: FloatTensor, i: number, j: number): number => {
  const [, heads, size] = dims;
  let sum = 0;
  for (let h = 0; h < heads; h++) sum += data[(h * size + i) * size + j];
  return sum / heads;
};

describe('attention rollout', () => {
  const [network, input] = [fixtureNetwork('vit-tiny'), fixtureInput('vit-tiny')];

  it('multiplies ½ A + ½ I over all layers and reads the class token', async () => {
    const { values } = await attentionOf(network, input);
    const size = values[0].dims[2];
    const steps = values.map((a) => matrix(size, (i, j) => 0.5 * headMean(a, i, j) + (i === j ? 0.5 : 0)));
    const flow = steps.reduce((product_, step) => product(step, product_));
    const { map, details } = await explain(attentionRollout, network, input);
    assert.deepEqual(map.dims, [1, 1, 64, 64]);
    assert.ok(gap((details!.raw as FloatTensor).data, flow[0].slice(1)) < 1e-6);
    assert.ok(Math.abs(flow[0].reduce((a, b) => a + b) - 1) < 1e-5);
  });

  it('weighs attention by its gradient', async () => {
    const { values, gradients } = await attentionOf(network, input);
    const size = values[0].dims[2];
    let relevance = matrix(size, (i, j) => (i === j ? 1 : 0));
    values.forEach((a, layer) => {
      const weighted = floats(
        a.dims,
        a.data.map((v, k) => Math.max(0, v * gradients[layer].data[k])),
      );
      const added = product(
        matrix(size, (i, j) => headMean(weighted, i, j)),
        relevance,
      );
      relevance = matrix(size, (i, j) => relevance[i][j] + added[i][j]);
    });
    const { details } = await explain(gradientAttentionRollout, network, input);
    const expected = relevance[0].slice(1);
    assert.ok(gap((details!.raw as FloatTensor).data, expected) < 1e-5 * Math.max(...expected));
    assert.ok(Math.max(...expected) > 0);
  });

  it('differs between classes only where the gradient is used', async () => {
    const maps = (method: AttributionMethod) =>
      Promise.all(
        [0, 1].map(
          async (index) => (await explain(method, network, input, { score: { index, kind: 'logit' } })).map.data,
        ),
      );
    const [same, different] = [await maps(attentionRollout), await maps(gradientAttentionRollout)];
    assert.deepEqual(same[0], same[1]);
    assert.ok(gap(different[0], different[1]) > 0);
  });

  it('averages over all rows where there is no class token', async () => {
    // Four patches, one head; scores depend on the column only, so that every row attends alike.
    const pooled = built([1, 2, 2], 2, (b) => {
      const scores = b.op('Expand', [b.op('Reshape', ['x', b.integers(-1, 1, 1, 4)]), b.integers(1, 1, 4, 4)]);
      const attention = b.op('Softmax', [scores], { axis: int(-1) });
      return b.op('MatMul', [
        b.op('ReduceMean', [attention, b.integers(1, 2)], { keepdims: int(0) }),
        b.constant(noise([4, 2], 'pooled')),
      ]);
    });
    const { details } = await explain(
      attentionRollout,
      pooled,
      floats(
        [1, 1, 2, 2],
        [0, 1, 2, 3].map((k) => Math.log(k + 1)),
      ),
    );
    const expected = [1, 2, 3, 4].map((k) => 0.5 * (k / 10) + 0.5 / 4);
    assert.ok(gap((details!.raw as FloatTensor).data, expected) < 1e-6);
  });

  it('refuses networks without attention, and windows of different sizes', async () => {
    const refused = (error: unknown) => error instanceof LensError && error.code === 'unsupported-model';
    await assert.rejects(explain(attentionRollout, convolutionalNetwork(3, 8), noise([1, 3, 8, 8], 'none')), refused);
    const windows = built([1, 4, 4], 2, (b) => {
      const large = b.op('Softmax', [b.op('Reshape', ['x', b.integers(-1, 1, 4, 4)])], { axis: int(3) });
      const small = b.op('Softmax', [b.op('Reshape', [large, b.integers(-1, 4, 2, 2)])], { axis: int(3) });
      return b.op('MatMul', [
        b.op('Reshape', [b.op('Transpose', [small], { perm: ints([0, 1, 2, 3]) }), b.integers(-1, 16)]),
        b.constant(noise([16, 2], 'windows')),
      ]);
    });
    await assert.rejects(explain(attentionRollout, windows, noise([1, 1, 4, 4], 'windows x')), refused);
  });
});
