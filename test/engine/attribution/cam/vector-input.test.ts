import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain } from '../../../../src/engine/explanation/explanation';
import { encodeOnnxFile } from '../../../../src/engine/format/onnx/writer';
import { GraphBuilder } from '../../../../src/engine/graph/builder';
import { ints } from '../../../../src/engine/graph/model';
import { readModelFile } from '../../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../../src/engine/model/opening';
import { floats } from '../../../../src/engine/tensor/tensor';
import { noise } from '../../graph/running';

const [SIDE, CLASSES] = [28, 10];

/** Digits as a vector [N, 784] that the graph reads as a plane, or as that plane. */
function network(dims: readonly number[]): GraphBuilder {
  const builder = new GraphBuilder();
  builder.input('x', 'float32', ['N', ...dims]);
  const plane = builder.op('Reshape', ['x', builder.integers(-1, 1, SIDE, SIDE)]);
  const convolved = builder.op(
    'Conv',
    [plane, builder.constant(noise([8, 1, 3, 3], 1)), builder.constant(noise([8], 2))],
    { pads: ints([1, 1, 1, 1]), strides: ints([2, 2]) },
  );
  const pooled = builder.op('Flatten', [builder.op('GlobalAveragePool', [builder.op('Relu', [convolved])])]);
  const logits = builder.op('Gemm', [pooled, builder.constant(noise([8, CLASSES], 3))]);
  builder.output(logits, 'logits', 'float32', ['N', CLASSES]);
  return builder;
}

describe('CAMs of a network that takes a plane as a vector', () => {
  let folder: string;
  let models: OpenedModel[];
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lens-vector-'));
    models = [];
    for (const [name, dims] of Object.entries({ vector: [SIDE * SIDE], plane: [1, SIDE, SIDE] })) {
      const path = join(folder, `${name}.onnx`);
      writeFileSync(path, encodeOnnxFile(network(dims).build()));
      models.push(await openModel(await readModelFile(path), { device: 'cpu', threads: 1 }));
    }
  });
  after(async () => {
    for (const { network: one } of models) await one.close();
    rmSync(folder, { recursive: true });
  });

  for (const method of ['grad-cam', 'layer-cam', 'eigen-cam', 'ablation-cam', 'score-cam', 'recipro-cam', 'cam'])
    it(`${method} is the one of the plane`, async () => {
      const pixels = noise([SIDE * SIDE], 4).data;
      const maps = [];
      for (const model of models) {
        const tensor = floats([1, ...model.network.graph.inputDims], Float32Array.from(pixels));
        const input = { tensor, view: { path: 'noise', image: null, signal: null } };
        const { attribution } = await explain(model, input, { index: 3, kind: 'logit' }, { method, params: {} });
        maps.push(attribution.map);
      }
      const [vector, plane] = maps;
      assert.equal(vector.dims.at(-1), SIDE * SIDE);
      const peak = Math.max(...plane.data.map(Math.abs));
      assert.ok(peak > 0);
      vector.data.forEach((v, i) => assert.ok(Math.abs(v - plane.data[i]) <= 1e-5 * peak, `${i}: ${v}`));
    });
});
