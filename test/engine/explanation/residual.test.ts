import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attribution } from '../../../src/engine/attribution/method';
import { deeplift } from '../../../src/engine/attribution/relevance/deeplift';
import { lrp } from '../../../src/engine/attribution/relevance/lrp';
import { explain } from '../../../src/engine/explanation/explanation';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int } from '../../../src/engine/graph/model';
import { readInput } from '../../../src/engine/image/input';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { floats, type FloatTensor } from '../../../src/engine/tensor/tensor';
import { explain as attribute, noise } from '../attribution/perturbation/setup';
import { built, fixtureInput, fixtureNetwork } from '../relevance/networks';

const SAMPLES = join(__dirname, '..', '..', '..', 'samples');
const FACE = join(SAMPLES, 'faces', 'test', 'sunglasses', 'sunglasses-00.png');

/** All losses together are what the map lacks. @returns them by operator */
async function lossesByOperator({ completeness, losses }: Attribution): Promise<Map<string, number>> {
  const byOperator = new Map<string, number>();
  let total = 0;
  for (const { node, amount } of await losses!({})) {
    total += amount;
    byOperator.set(node.op, (byOperator.get(node.op) ?? 0) + amount);
  }
  const missing = completeness!.expected - completeness!.sum;
  assert.ok(
    Math.abs(total - missing) <= 1e-4 * Math.max(1, Math.abs(completeness!.expected)),
    `${total}, not ${missing}`,
  );
  return byOperator;
}

const scaled = ({ dims, data }: FloatTensor, by: number): FloatTensor =>
  floats(
    dims,
    data.map((value) => value * by),
  );

describe('sums that are not kept', () => {
  for (const name of ['resnet-narrow', 'vit-tiny', 'unet-tiny'])
    it(`are lost where the operators of ${name} lose them`, async () => {
      await lossesByOperator(await attribute(lrp, fixtureNetwork(name), fixtureInput(name)));
    });

  it('are blamed on the operator that is no function of places', async () => {
    // The two largest numbers are other ones at the baseline.
    const network = built([1, 2, 4], 2, (b) => {
      const [largest] = b.ops('TopK', [b.op('Flatten', ['x'], { axis: int(1) }), b.integers(2)], {}, 2);
      return b.op('MatMul', [largest, b.constant(noise([2, 2], 'largest'))]);
    });
    const attribution = await attribute(deeplift, network, noise([1, 1, 2, 4], 'x'), {
      params: { baseline: 'uniform' },
    });
    const losses = await lossesByOperator(attribution);
    assert.ok(Math.abs(losses.get('TopK')!) > 0.01);
    for (const [op, amount] of losses) assert.ok(op === 'TopK' || Math.abs(amount) < 1e-5, `${op} loses ${amount}`);
  });

  it('are told also where they are small', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lens-residual-'));
    const builder = new GraphBuilder();
    const flat = builder.op('Flatten', [builder.input('x', 'float32', ['batch', 1, 4, 4])], { axis: int(1) });
    const [largest] = builder.ops('TopK', [flat, builder.integers(4)], {}, 2);
    const weighed = (tensor: string, length: number, by: number) =>
      builder.op('MatMul', [tensor, builder.constant(scaled(noise([length, 3], `weights of ${length}`), by))]);
    builder.output(builder.op('Add', [weighed(flat, 16, 30), weighed(largest, 4, 1)]), 'y', 'float32');
    writeFileSync(join(folder, 'model.onnx'), encodeOnnxFile(builder.build()));
    const model = await openModel(await readModelFile(join(folder, 'model.onnx')), { device: 'cpu', threads: 1 });
    const input = { tensor: noise([1, 1, 4, 4], 'image'), view: { path: '', image: null, signal: null } };
    const { result } = await explain(
      model,
      input,
      { index: 0, kind: 'logit' },
      { method: 'deeplift', params: { baseline: 'uniform' } },
      { trace: true },
    );
    const { sum, expected } = result.completeness!;
    const share = Math.abs(sum - expected) / Math.abs(expected);
    assert.ok(share > 0.002 && share < 0.05, `${share}`);
    assert.match(
      result.warnings.join(),
      /^The map adds up to -?[\d.]+ in place of -?[\d.]+: TopK \(.+\) (keeps|adds) [\d.]+\.$/,
    );
    await model.network.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are told with the map, and by whose fault', async () => {
    const file = await readModelFile(join(SAMPLES, 'models', 'faces-cnn.onnx'));
    const model = await openModel(file, { device: 'cpu', threads: 1 });
    const input = await readInput(FACE, model.network.graph.inputDims, model.recipe);
    const warningsOf = async (method: string) => {
      const request = { method, params: {} };
      return (await explain(model, input, { index: 2, kind: 'logit' }, request, { trace: true })).result.warnings;
    };
    assert.match(
      (await warningsOf('lrp')).join(),
      /^The map adds up to -?[\d.]+ in place of -?[\d.]+: (Conv|Gemm|MatMul|Add) \(.+\) (keeps|adds) [\d.]+\.$/,
    );
    for (const method of ['lrp-composite', 'deeplift']) assert.deepEqual(await warningsOf(method), []);
    await model.network.close();
  });
});
