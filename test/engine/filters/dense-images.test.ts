import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { sourceOfModel } from '../../../src/engine/filters/source';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { ints } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { Execution } from '../../../src/engine/session/execution';
import { noise } from '../graph/running';

const [CHANNELS, HEIGHT, WIDTH, UNITS] = [3, 8, 6, 4];
const PIXELS = CHANNELS * HEIGHT * WIDTH;

/** A network of one dense layer, whose input is made of an image by `flatten`. */
function written(
  folder: string,
  shape: readonly number[],
  flatten: (builder: GraphBuilder, image: string) => string,
): string {
  const builder = new GraphBuilder();
  const image = builder.input('image', 'float32', [1, ...shape]);
  const flat = flatten(builder, image);
  builder.output(builder.op('MatMul', [flat, builder.constant(noise([PIXELS, UNITS]), 'weight')], {}, 'units'));
  const file = join(folder, 'mlp.onnx');
  writeFileSync(file, encodeOnnxFile(withShapes(builder.build())));
  writeFileSync(`${file}.lens.json`, JSON.stringify({ layout: shape[0] === CHANNELS ? 'nchw' : 'nhwc' }));
  return file;
}

const first = [CHANNELS, HEIGHT, WIDTH];
const last = [HEIGHT, WIDTH, CHANNELS];
const flat = (builder: GraphBuilder, tensor: string): string => builder.op('Flatten', [tensor]);
const FORMS: readonly [name: string, shape: readonly number[], flatten: typeof flat][] = [
  ['channels first', first, flat],
  ['channels last', last, flat],
  [
    'channels first, turned before it is flattened',
    first,
    (builder, image) => flat(builder, builder.op('Transpose', [image], { perm: ints([0, 2, 3, 1]) })),
  ],
  [
    'channels last, turned before it is flattened',
    last,
    (builder, image) => flat(builder, builder.op('Transpose', [image], { perm: ints([0, 3, 1, 2]) })),
  ],
  [
    'pixels scaled before and behind',
    last,
    (builder, image) => {
      const scaled = builder.op('Div', [image, builder.scalar(2)]);
      const rows = builder.op('Reshape', [scaled, builder.integers(1, HEIGHT * WIDTH, CHANNELS)]);
      return builder.op('Mul', [builder.op('Reshape', [rows, builder.integers(1, -1)]), builder.scalar(2)]);
    },
  ],
];

describe('the weights of a dense layer whose input is the image', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lens-mlp-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const [name, shape, flatten] of FORMS)
    it(`are images: what each unit answers to one pixel is its weight there (${name})`, async () => {
      const file = await readModelFile(written(folder, shape, flatten));
      const [{ layer, read }] = sourceOfModel(file).layers;
      assert.deepEqual(layer.dims, [UNITS, CHANNELS, HEIGHT, WIDTH]);
      const weights = read();
      const { network } = await openModel(file, { device: 'cpu', threads: 1 });
      for (const pixel of [0, 5, 17, 50, 101, PIXELS - 1]) {
        const image = { type: 'float32', dims: [1, ...first], data: new Float32Array(PIXELS) } as const;
        image.data[pixel] = 1;
        const [{ data }] = await network.tensorsOf(image, ['units'], new Execution());
        for (let unit = 0; unit < UNITS; unit++)
          assert.ok(Math.abs(data[unit] - weights[unit * PIXELS + pixel]) < 1e-6, `unit ${unit}, pixel ${pixel}`);
      }
      await network.close();
    });
});
