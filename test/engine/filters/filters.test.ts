import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { weightsFormatOf } from '../../../src/engine/format/weights-files';
import { emptyModel, GraphBuilder } from '../../../src/engine/graph/builder';
import { int, ints } from '../../../src/engine/graph/model';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { frequencyResponse } from '../../../src/engine/filters/frequency';
import { healthOf, statisticsOf } from '../../../src/engine/filters/health';
import { kernelsOf } from '../../../src/engine/filters/kernels';
import { falling, similarityChain } from '../../../src/engine/filters/order';
import { excitingImages } from '../../../src/engine/filters/exciting-images';
import { featureMaps } from '../../../src/engine/filters/feature-maps';
import { receptiveField } from '../../../src/engine/filters/receptive-field';
import { filterLayers, kernelLayerOf, sourceOfModel, sourceOfWeights } from '../../../src/engine/filters/source';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { readInput } from '../../../src/engine/image/input';
import { atOnce, inTurns } from '../../../src/engine/tensor/steps';
import { Execution } from '../../../src/engine/session/execution';
import { fft2, fromReal } from '../../../src/engine/tensor/fft';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { RandomStream } from '../../../src/engine/tensor/random';
import { floats, sizeOf } from '../../../src/engine/tensor/tensor';

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-filters-'))));
after(() => rmSync(folder, { recursive: true, force: true }));

const counting = (...dims: number[]) =>
  floats(
    dims,
    Float32Array.from({ length: sizeOf(dims) }, (_, i) => i),
  );
const noise = (length: number, seed = 1): Float32Array => {
  const random = new RandomStream(seed);
  return Float32Array.from({ length }, () => random.normal());
};

/** Conv 3×3 stride 2 → Relu → ConvTranspose (2 groups) → Flatten → Gemm → MatMul. */
function written(): string {
  const builder = new GraphBuilder(emptyModel('tiny'));
  const x = builder.input('x', 'float32', ['batch', 1, 8, 8]);
  const conv = builder.op(
    'Conv',
    [x, builder.constant(counting(4, 1, 3, 3), 'w1')],
    { strides: ints([2, 2]), pads: ints([1, 1, 1, 1]) },
    'conv',
  );
  const relu = builder.op('Relu', [conv], {}, 'relu');
  const up = builder.op(
    'ConvTranspose',
    [relu, builder.constant(counting(4, 3, 2, 2), 'w2')],
    { strides: ints([2, 2]), group: int(2) },
    'up',
  );
  const gemm = builder.op(
    'Gemm',
    [builder.op('Flatten', [up]), builder.constant(counting(5, 384), 'w3')],
    { transB: int(1) },
    'gemm',
  );
  builder.output(
    builder.op('MatMul', [gemm, builder.constant(counting(5, 2), 'w4')], {}, 'logits'),
    'logits',
    'float32',
    ['batch', 2],
  );
  const path = join(folder, 'tiny.onnx');
  writeFileSync(path, encodeOnnxFile(builder.build()));
  return path;
}

describe('the list of layers with kernels', () => {
  it('arranges every kind of weight as [filters, channels, height, width]', async () => {
    const source = sourceOfModel(await readModelFile(written()));
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
    const source = sourceOfModel(await readModelFile(written()));
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

describe('health and statistics of filters', () => {
  it('finds dead filters, duplicates by cosine and near-zero weights', () => {
    const values = noise(8 * 18);
    values.fill(0, 2 * 18, 3 * 18);
    for (let i = 0; i < 18; i++) values[6 * 18 + i] = 3 * values[1 * 18 + i] + 1e-3 * values[i];
    const health = atOnce(healthOf(values, [8, 2, 3, 3]));
    assert.deepEqual(health.dead, [2]);
    assert.deepEqual(
      health.duplicates!.map((d) => [d.first, d.second]),
      [[1, 6]],
    );
    assert.ok(health.duplicates![0].cosine > 0.9999 && health.duplicates![0].cosine <= 1);
    assert.ok(health.nearZero >= 1 / 8 && health.nearZero < 1 / 8 + 0.1);
    assert.ok(Math.abs(health.norm - Math.hypot(...values)) < 1e-3);
  });

  it('agrees with all cosines computed in full', () => {
    const values = noise(40 * 6, 3);
    const cosine = (a: number, b: number): number => {
      let [ab, aa, bb] = [0, 0, 0];
      for (let i = 0; i < 6; i++) {
        ab += values[6 * a + i] * values[6 * b + i];
        aa += values[6 * a + i] ** 2;
        bb += values[6 * b + i] ** 2;
      }
      return ab / Math.sqrt(aa * bb);
    };
    // A few are made close on purpose, on both sides of the limit.
    for (let k = 0; k < 10; k++)
      for (let i = 0; i < 6; i++) values[6 * (30 + k) + i] = values[6 * k + i] + 0.03 * k * values[6 * (k + 10) + i];
    const expected: number[][] = [];
    for (let a = 0; a < 40; a++) for (let b = a + 1; b < 40; b++) if (cosine(a, b) >= 0.99) expected.push([a, b]);
    assert.ok(expected.length >= 3 && expected.length < 10, `${expected.length} pairs`);
    assert.deepEqual(
      atOnce(healthOf(values, [40, 6, 1, 1])).duplicates!.map((d) => [d.first, d.second]),
      expected,
    );
  });

  it('counts a histogram whose bins sum to the number of weights', () => {
    const s = atOnce(statisticsOf(Float32Array.of(-1, 0, 0, 1, 2)));
    assert.deepEqual([s.minimum, s.maximum, s.histogram.reduce((a, b) => a + b, 0), s.histogram.at(-1)], [-1, 2, 5, 1]);
    assert.ok(Math.abs(s.mean - 0.4) < 1e-12 && Math.abs(s.deviation - Math.sqrt(1.04)) < 1e-12);
    assert.equal(
      atOnce(statisticsOf(Float32Array.of(3, 3))).histogram.reduce((a, b) => a + b, 0),
      2,
    );
  });

  it('orders by norm, and chains what is alike', () => {
    assert.deepEqual([...falling([1, 3, 2, 3])], [1, 3, 2, 0]);
    const [a, b] = [noise(300, 5), noise(300, 6)];
    const values = new Float32Array(6 * 300);
    // Filters 0, 2, 4 are near a, 1, 3, 5 near b.
    for (let f = 0; f < 6; f++)
      for (let i = 0; i < 300; i++) values[f * 300 + i] = (f % 2 ? b : a)[i] * (1 + f) + 0.1 * noise(300, 10 + f)[i];
    const chain = [...atOnce(similarityChain(values, Float32Array.of(1, 2, 3, 4, 5, 6)))];
    assert.equal(chain[0], 5);
    assert.deepEqual(
      chain.map((f) => f % 2),
      [1, 1, 1, 0, 0, 0],
    );
  });
});

describe('the frequency response of filters', () => {
  for (const [height, width] of [
    [3, 5],
    [5, 3],
    [1, 7],
    [17, 20],
  ] as const) {
    it(`is the root of the channels' summed power, zero frequency in the middle, for ${height} × ${width}`, () => {
      const [filters, channels] = [2, 3];
      const values = noise(filters * channels * height * width, 7);
      const {
        dims: [, n, m],
        data,
      } = atOnce(frequencyResponse(values, [filters, channels, height, width]));
      assert.ok(n >= 2 * height - 1 && m >= 2 * width - 1);
      for (let f = 0; f < filters; f++) {
        const power = new Float64Array(n * m);
        for (let c = 0; c < channels; c++) {
          const plane = new Float64Array(n * m);
          for (let y = 0; y < height; y++)
            for (let x = 0; x < width; x++) plane[y * m + x] = values[((f * channels + c) * height + y) * width + x];
          const { re, im } = fft2(fromReal(plane), n, m);
          power.forEach((_, i) => (power[i] += re[i] ** 2 + im[i] ** 2));
        }
        for (let y = 0; y < n; y++)
          for (let x = 0; x < m; x++) {
            assert.ok(
              Math.abs(data[(f * n + ((y + (n >> 1)) % n)) * m + ((x + (m >> 1)) % m)] - Math.sqrt(power[y * m + x])) <
                1e-5 * height * width,
            );
          }
      }
    });
  }

  it('works for signals, and for kernels longer than half the usual frequencies', () => {
    assert.deepEqual(atOnce(frequencyResponse(noise(40), [1, 1, 1, 40])).dims, [1, 1, 128]);
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

describe('feature maps and the images that excite a filter', () => {
  let model: OpenedModel;
  before(async () => (model = await openModel(await readModelFile(written()), { device: 'cpu', threads: 1 })));
  after(() => model.network.close());

  /** An image of zeros with one bright place. */
  const spot = (name: string, row: number, column: number, value = 1): string => {
    const image = floats([1, 1, 8, 8]);
    image.data[row * 8 + column] = value;
    const path = join(folder, 'images', name);
    writeFileSync(path, encodeNpy(image));
    return path;
  };
  before(async () => {
    const { mkdirSync } = await import('node:fs');
    mkdirSync(join(folder, 'images'), { recursive: true });
    spot('dim.npy', 1, 1, 0.5);
    spot('bright.npy', 5, 3, 2);
    spot('none.npy', 0, 0, -1);
    writeFileSync(join(folder, 'images', 'broken.npy'), 'no array');
  });

  it('orders channels by strength', async () => {
    const input = await readInput(join(folder, 'images', 'bright.npy'), model.network.graph.inputDims, model.recipe);
    const { maps, order, strengths } = await featureMaps(model, input, 'relu', new Execution());
    assert.deepEqual(maps.dims, [4, 4, 4]);
    assert.deepEqual([...order], [3, 2, 1, 0]);
    assert.ok(strengths[3] > strengths[0]);
    assert.deepEqual((await featureMaps(model, input, 'gemm', new Execution())).maps.dims, [5, 1, 1]);
    await assert.rejects(featureMaps(model, input, 'nothing', new Execution()), /no layer nothing/);
  });

  it('finds the most exciting images with the patch the place sees, and says which files it could not read', async () => {
    const seen: number[] = [];
    const { images, skipped } = await excitingImages(
      model,
      { layer: 'relu', filter: 3, folder: join(folder, 'images'), count: 2 },
      {},
      ({ done }) => seen.push(done),
    );
    assert.deepEqual(
      images.map((i) => i.input.split(/[\\/]/).at(-1)),
      ['bright.npy', 'dim.npy'],
    );
    // Kernel 27…35 answers most with its last number: the bright place (5, 3) lies at the end of the window of place
    // (2, 1).
    assert.deepEqual([images[0].row, images[0].column, images[0].value], [2, 1, 70]);
    assert.deepEqual(images[0].patch, { left: 1, top: 3, width: 3, height: 3 });
    assert.deepEqual(
      skipped.map((s) => s.input.split(/[\\/]/).at(-1)),
      ['broken.npy'],
    );
    assert.deepEqual(seen, [1, 2, 3, 4]);
    await assert.rejects(
      excitingImages(model, { layer: 'relu', filter: 9, folder: join(folder, 'images') }),
      /no filter 9/,
    );
  });

  it('receptive fields agree with what changes when one sample of the input does', async () => {
    const field = receptiveField(model.network.model, model.network.graph.input, 'up')!;
    const base = floats(
      [1, 1, 8, 8],
      noise(64, 9).map((v) => Math.abs(v)),
    );
    const at = async (image: typeof base) => (await model.network.tensorsOf(image, ['up'], new Execution()))[0].data;
    const before = await at(base);
    for (let column = 0; column < 8; column++) {
      const moved = floats([1, 1, 8, 8], base.data.slice());
      moved.data[4 * 8 + column] += 5;
      const after = await at(moved);
      for (let place = 0; place < 8; place++) {
        const changed = [...before.keys()].some((i) => i % 8 === place && before[i] !== after[i]);
        const from = field[1].first + place * field[1].step;
        if (changed)
          assert.ok(
            column >= Math.floor(from) && column < Math.ceil(from + field[1].size),
            `place ${place} sees ${column}`,
          );
      }
    }
    assert.equal(receptiveField(model.network.model, model.network.graph.input, 'logits'), null);
  });
});
