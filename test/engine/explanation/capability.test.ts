import assert from 'node:assert/strict';
import { join } from 'node:path';
import { methods } from '../../../src/engine/attribution';
import { costOf } from '../../../src/engine/explanation/cost';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import type { Network } from '../../../src/engine/session/network';
import { curvedNetwork } from '../attribution/perturbation/setup';
import { fixtureNetwork } from '../relevance/networks';

const FACES = join(__dirname, '../../../samples/models/faces-cnn.onnx');

describe('what a method is offered for', () => {
  const refused = (network: Network): string[] =>
    methods.flatMap(({ id }) => (costOf(network, { method: id, params: {} }).unavailable ? [id] : []));

  it('is no attention and no box in a classifier of convolutions, and everything else', async () => {
    const { network } = await openModel(await readModelFile(FACES), { device: 'cpu', threads: 1 });
    assert.deepEqual(refused(network), ['attention-rollout', 'gradient-attention-rollout', 'd-rise', 'l2x']);
    const { unavailable } = costOf(network, { method: 'attention-rollout', params: {} });
    assert.match(unavailable ?? '', /no attention over tokens is found/);
    await network.close();
  });

  it('is attention in a transformer', async () => {
    const network = fixtureNetwork('vit-tiny');
    assert.ok(!refused(network).some((id) => id.includes('attention')));
    await network.close();
  });

  it('is no layer where none has height and width, unless one is named', async () => {
    const network = curvedNetwork([1, 6, 6]);
    const none = refused(network);
    for (const { id, needs } of methods) if (needs.includes('layer')) assert.ok(none.includes(id), id);
    assert.ok(!none.includes('gradient') && !none.includes('occlusion'));
    const [{ outputs }] = network.model.graph.nodes;
    assert.equal(costOf(network, { method: 'grad-cam', params: {}, layer: outputs[0] }).unavailable, undefined);
    await network.close();
  });
});
