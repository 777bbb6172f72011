import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { weightsFormatOf } from '../../../src/engine/format/weights-files';
import { kernelsOf } from '../../../src/engine/filters/kernels';
import { filterLayers, kernelLayerOf, sourceOfModel, sourceOfWeights } from '../../../src/engine/filters/source';
import { readModelFile } from '../../../src/engine/model/model-file';
import { atOnce, inTurns } from '../../../src/engine/tensor/steps';
import { counting, noise, tinyNetwork } from './tiny-network';

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-filters-'))));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('the list of layers with kernels', () => {
  it('arranges every kind of weight as [filters, channels, height, width]', async () => {
    const source = sourceOfModel(await readModelFile(tinyNetwork(folder)));
    assert.deepEqual(
      source.layers.map(({ layer }) => [layer.tensor, layer.op, layer.dims]),
      [
        ['conv', 'Conv', [4, 1, 3, 3]],
        ['up', 'ConvTranspose', [6, 2, 2, 2]],
        ['gemm', 'Gemm', [5, 6, 8, 8]],
        ['logits', 'MatMul', [2, 5, 1, 1]],
      ],
    );
    const [conv, up, gemm, matmul] = source.layers.map((l) => [...l.read()]);
    assert.deepEqual(conv, [...counting(4, 1, 3, 3).data]);
    // Filter 1 of group 0 takes input 0 from 4…7 and input 1 from 16…19; filter 3 is the first of group 1.
    assert.deepEqual(up.slice(8, 16), [4, 5, 6, 7, 16, 17, 18, 19]);
    assert.deepEqual(up.slice(24, 32), [24, 25, 26, 27, 36, 37, 38, 39]);
    assert.deepEqual(gemm, [...counting(5, 384).data]);
    assert.deepEqual(matmul, [0, 2, 4, 6, 8, 1, 3, 5, 7, 9]);
  });

  it('names what can be chosen when there is no such layer', async () => {
    const source = sourceOfModel(await readModelFile(tinyNetwork(folder)));
    assert.equal(kernelLayerOf(source).layer.tensor, 'conv');
    assert.throws(() => kernelLayerOf(source, 'pool'), /no layer pool has kernels.*conv, up, gemm/);
    const { layers } = atOnce(filterLayers(source));
    assert.equal(
      layers.every((l) => l.health !== null),
      true,
    );
  });

  it('reads files of weights, bfloat16 too, without health unless asked', () => {
    const header = Buffer.from(
      JSON.stringify({
        'c.weight': { dtype: 'BF16', shape: [1, 1, 1, 2], data_offsets: [0, 4] },
        bias: { dtype: 'F32', shape: [1], data_offsets: [4, 8] },
      }),
    );
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    const path = join(folder, 'w.safetensors');
    writeFileSync(
      path,
      Buffer.concat([length, header, Buffer.from(Uint16Array.of(0x3fc0, 0xc000).buffer), Buffer.alloc(4)]),
    );
    const source = sourceOfWeights(weightsFormatOf(path)!.open(path));
    const { layers, hasGraph } = atOnce(filterLayers(source));
    assert.deepEqual(
      [hasGraph, layers.map((l) => [l.tensor, l.name, l.op, l.health])],
      [false, [['c.weight', 'c', 'Conv', null]]],
    );
    assert.deepEqual([...atOnce(kernelsOf(source.layers[0])).kernels.data], [1.5, -2]);
  });
});

describe('what is computed of a layer', () => {
  const values = noise(64 * 27);
  const layer = { dims: [64, 3, 3, 3] } as never;

  it('can pause between any two filters, and stops there when cancelled', async () => {
    let heard = 0;
    let running = true;
    const hear = (): void => void (heard++, running && setImmediate(hear));
    setImmediate(hear);
    const kernels = await inTurns(kernelsOf({ layer, read: () => values }), undefined, 0);
    running = false;
    assert.deepEqual(kernels.kernels.dims, [64, 3, 3, 3]);
    assert.ok(heard > 3 * 63, `heard ${heard} times`);
    const abort = new AbortController();
    setImmediate(() => abort.abort());
    await assert.rejects(inTurns(kernelsOf({ layer, read: () => values }), abort.signal, 0), { code: 'cancelled' });
  });
});
