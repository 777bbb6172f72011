import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Attribution } from '../../../src/engine/attribution/method';
import { deeplift } from '../../../src/engine/attribution/relevance/deeplift';
import { lrp } from '../../../src/engine/attribution/relevance/lrp';
import { explain } from '../../../src/engine/explanation/explanation';
import { int } from '../../../src/engine/graph/model';
import { readInput } from '../../../src/engine/image/input';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
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
