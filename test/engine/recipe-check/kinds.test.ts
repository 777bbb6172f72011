import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeOnnx } from '../../../src/engine/format/onnx/reader';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int, ints, type Model } from '../../../src/engine/graph/model';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { checkRecipe } from '../../../src/engine/recipe-check/check';
import { floats } from '../../../src/engine/tensor/tensor';
import type { RecipeCheck } from '../../../src/protocol/recipe-check';

/** Of three classes. */
const IMAGES = 9;
const samples = join(__dirname, '../../../samples');
const [MEANS, STDS] = [
  [0.485, 0.456, 0.406],
  [0.229, 0.224, 0.225],
];
const CAFFE = [103.939, 116.779, 123.68];

/** What a channel has for black and for white. */
type Levels = readonly (readonly [black: number, white: number])[];
const alike = (black: number, white: number): Levels => [0, 1, 2].map(() => [black, white] as const);
/** What the sample was trained on: (x − 0.5) / 0.25. */
const OWN = alike(-2, 2);

interface Kind {
  /** As the candidate says it. */
  readonly label: string;
  readonly levels: Levels;
  readonly blueFirst?: true;
  /** One channel, which the front gives to all three. */
  readonly grey?: true;
  readonly last?: true;
  readonly bytes?: true;
  /** The arithmetic is there to be seen, not hidden in a convolution. */
  readonly plain?: true;
}

const KINDS: readonly Kind[] = [
  { label: '0 to 1, red first', levels: alike(0, 1) },
  { label: '0 to 1, blue first', levels: alike(0, 1), blueFirst: true },
  { label: '−1 to 1, red first', levels: alike(-1, 1), last: true },
  { label: '0 to 255, red first', levels: alike(0, 255) },
  { label: '0 to 255, red first', levels: alike(0, 255), last: true, bytes: true },
  { label: '0 to 255, red first', levels: alike(0, 255), plain: true },
  { label: '0 to 1, red first', levels: alike(0, 1), plain: true, last: true },
  {
    label: "0 to 255 minus ImageNet's mean, blue first",
    levels: CAFFE.map((mean) => [-mean, 255 - mean] as const),
    blueFirst: true,
  },
  {
    label: "ImageNet's mean and deviation, red first",
    levels: MEANS.map((mean, c) => [-mean / STDS[c], (1 - mean) / STDS[c]] as const),
  },
  { label: '0 to 1', levels: alike(0, 1), grey: true },
  { label: '0 to 255, black and white exchanged', levels: alike(255, 0), grey: true, last: true },
];

/** The sample behind a front, so that it must be fed otherwise than it was trained. */
function behind(sample: string, { levels, blueFirst, grey, last, bytes, plain }: Kind): Model {
  const base = decodeOnnx(readFileSync(join(samples, 'models', sample)));
  const [own] = base.graph.inputs;
  const [, , height, width] = own.shape!;
  const channels = grey ? 1 : 3;
  const b = new GraphBuilder(undefined, 'front_');
  const shape = last ? ['N', height, width, channels] : ['N', channels, height, width];
  let x = b.input('image', bytes ? 'uint8' : 'float32', shape);
  if (bytes) x = b.op('Cast', [x], { to: int(1) });
  if (last) x = b.op('Transpose', [x], { perm: ints([0, 3, 1, 2]) });
  const from = (c: number): number => (blueFirst ? 2 - c : c);
  const scales = OWN.map(([black, white], c) => (white - black) / (levels[from(c)][1] - levels[from(c)][0]));
  const shifts = OWN.map(([black], c) => black - scales[c] * levels[from(c)][0]);
  if (plain) {
    x = b.op('Mul', [x, b.constant(floats([1, 3, 1, 1], scales))]);
    x = b.op('Add', [x, b.constant(floats([1, 3, 1, 1], shifts))]);
  } else {
    const kernel = new Float32Array(3 * channels);
    scales.forEach((scale, c) => (kernel[channels * c + (grey ? 0 : from(c))] = scale));
    x = b.op('Conv', [x, b.constant(floats([3, channels, 1, 1], kernel)), b.constant(floats([3], shifts))]);
  }
  b.op('Identity', [x], {}, own.name);
  const front = b.build().graph;
  const graph = {
    ...base.graph,
    inputs: front.inputs,
    nodes: [...front.nodes, ...base.graph.nodes],
    weights: new Map([...base.graph.weights, ...front.weights]),
  };
  return { ...base, producer: '', graph };
}

describe('the check of a recipe, of every kind of input', function () {
  this.timeout(120_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lens-kinds-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function checked(sample: string, kind: Kind): Promise<RecipeCheck> {
    const path = join(folder, 'model.onnx');
    writeFileSync(path, encodeOnnxFile(behind(sample, kind)));
    cpSync(join(samples, 'models/faces.labels.txt'), join(folder, 'faces.labels.txt'));
    const opened = await openModel(await readModelFile(path), { device: 'cpu', threads: 1 });
    try {
      return await checkRecipe(opened, { model: path, folder: join(samples, 'faces/test'), images: IMAGES });
    } finally {
      await opened.network.close();
    }
  }

  for (const kind of KINDS) {
    const { label, last, bytes, plain, grey } = kind;
    const forms = { 'channels last': last, bytes, grey, 'arithmetic in front': plain };
    const how = Object.entries(forms).flatMap(([words, is]) => (is ? [words] : []));
    const name = [label, ...how].join(', ');

    it(`finds ${name}`, async () => {
      const [{ candidates, passes }] = (await checked('faces-resnet.onnx', kind)).families;
      assert.equal(candidates[0].label, label);
      assert.ok(passes / IMAGES < 30, `${passes / IMAGES} u per image`);
    });

    it(`finds ${name}, or says that it cannot be told, of a network that bears much`, async () => {
      const { families, notes } = await checked('faces-cnn.onnx', kind);
      const [{ candidates, label: family }] = families;
      const { beside } = candidates.find((candidate) => candidate.label === label)!;
      assert.notEqual(beside, 'worse');
      if (beside !== 'first')
        assert.ok(notes.some((note) => note.startsWith(family) && /cannot tell|are the same/.test(note)));
    });
  }
});
