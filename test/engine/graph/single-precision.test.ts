import assert from 'node:assert/strict';
import { GraphBuilder, emptyModel } from '../../../src/engine/graph/builder';
import { int } from '../../../src/engine/graph/model';
import { inSinglePrecision } from '../../../src/engine/graph/single-precision';
import { Execution } from '../../../src/engine/session/execution';
import { Network } from '../../../src/engine/session/network';
import { networkGraph } from '../../../src/engine/model/network-graph';
import {
  derivativeProgram,
  gradientName,
  OUTPUT_GRADIENT,
} from '../../../src/engine/attribution/derivation/derivative';
import { floats, halfToFloat, type Tensor } from '../../../src/engine/tensor/tensor';

/** 1, −2 and 0.5 as IEEE half floats. */
const HALVES: Tensor = { type: 'float16', dims: [3, 1], data: Uint16Array.of(0x3c00, 0xc000, 0x3800) };

function halfModel() {
  const builder = new GraphBuilder(emptyModel());
  builder.input('image', 'float16', ['batch', 3]);
  const squared = builder.op('Mul', ['image', 'image']);
  const product = builder.op('MatMul', [squared, builder.constant(HALVES)]);
  const wide = builder.op('Cast', [product], { to: int(1) });
  builder.op('Cast', [wide], { to: int(10) }, 'logits');
  builder.output('logits', 'logits', 'float16', ['batch', 1]);
  return builder.build();
}

describe('half-precision models', () => {
  it('read halves as they are meant', () =>
    assert.deepEqual(Array.from(HALVES.data as Uint16Array, halfToFloat), [1, -2, 0.5]));

  it('leave models in single precision alone', () => {
    const model = inSinglePrecision(halfModel());
    assert.equal(inSinglePrecision(model).graph.weights.size, model.graph.weights.size);
    assert.ok([...model.graph.inputs, ...model.graph.outputs].every((v) => v.type === 'float32'));
  });

  it('are run and differentiated in single precision', async () => {
    const network = new Network(networkGraph(halfModel(), { logits: 'logits' }), { device: 'cpu', threads: 1 });
    const image = floats([1, 3], [0.1, 0.2, 0.3]);
    const logits = await network.logits(image, new Execution());
    assert.ok(Math.abs(logits.data[0] - (0.01 - 0.08 + 0.045)) < 1e-6, 'no digit lost to half precision');
    const program = await derivativeProgram(network, { wrt: ['image'] });
    const outputs = await new Execution().run(program, { image, [OUTPUT_GRADIENT]: floats([1, 1], [1]) });
    const gradient = outputs[gradientName('image')];
    [0.2, -0.8, 0.3].forEach((expected, i) => assert.ok(Math.abs(Number(gradient.data[i]) - expected) < 1e-6));
    await network.close();
  });
});
