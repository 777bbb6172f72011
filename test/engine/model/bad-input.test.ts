import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { GraphBuilder, emptyModel } from '../../../src/engine/graph/builder';
import { decodeModel, encodeModel } from '../../../src/engine/format/onnx/schema';
import { weightsFormatOf } from '../../../src/engine/format/weights-files';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { explain } from '../../../src/engine/explanation/explanation';
import { predict } from '../../../src/engine/explanation/prediction';
import { readInput } from '../../../src/engine/image/input';
import { describeModel } from '../../../src/engine/model/description';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { Execution } from '../../../src/engine/session/execution';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { RandomStream } from '../../../src/engine/tensor/random';
import { floats } from '../../../src/engine/tensor/tensor';
import { LensError, type ErrorCode } from '../../../src/protocol/error';

const SAMPLES = join(__dirname, '..', '..', '..', 'samples');
const MODEL = join(SAMPLES, 'models', 'faces-cnn.onnx');
const FACE = join(SAMPLES, 'faces', 'test', 'sunglasses', 'sunglasses-00.png');

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-bad-'))));
after(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** One sentence that says what is wrong and where. */
function isClear(error: unknown, ...codes: ErrorCode[]): true {
  assert.ok(error instanceof LensError, `not a LensError: ${String(error)}`);
  assert.ok(codes.includes(error.code), `${error.code}: ${error.message}`);
  assert.ok(error.message.length < 1500 && !error.message.includes('\n'), error.message);
  return true;
}

async function opened(path: string): Promise<OpenedModel> {
  return openModel(await readModelFile(path), { device: 'cpu', threads: 1 });
}

describe('models that are damaged', () => {
  const bytes = readFileSync(MODEL);

  it('a model that is not there is named', async () => {
    await assert.rejects(
      opened(join(folder, 'nowhere.onnx')),
      (error) => isClear(error, 'not-found') && /nowhere\.onnx/.test((error as Error).message),
    );
  });

  for (const [name, content] of [
    ['empty.onnx', new Uint8Array(0)],
    ['half.onnx', bytes.subarray(0, bytes.length >> 1)],
    ['header.onnx', bytes.subarray(0, 40)],
    ['text.onnx', Buffer.from('this is no model at all, but a sentence')],
    ['random.onnx', Uint8Array.from({ length: 5000 }, (_, i) => new RandomStream(1, i).below(256))],
  ] as const) {
    it(`${name} is refused in one sentence`, async () => {
      await assert.rejects(opened(written(name, content)), (error) =>
        isClear(error, 'corrupt-model', 'unsupported-model'),
      );
    });
  }

  it('a flipped bit anywhere is refused in one sentence or leaves a model that runs', async () => {
    const stream = new RandomStream(7, 'bits');
    const input = floats([1, 3, 128, 128]);
    for (let trial = 0; trial < 60; trial++) {
      const flipped = Uint8Array.from(bytes);
      // The structure stands before and after the weights: half of the trials aim there.
      const at = trial % 2 === 0 ? stream.below(3000) : stream.below(bytes.length);
      flipped[at] ^= 1 << stream.below(8);
      let model: OpenedModel | undefined;
      try {
        model = await opened(written('flipped.onnx', flipped));
        await predict(model, { tensor: input, view: { path: '', image: null, signal: null } });
      } catch (error) {
        isClear(error, 'corrupt-model', 'unsupported-model', 'wrong-shape', 'invalid-argument');
      } finally {
        await model?.network.close();
      }
    }
  });

  it('a model with an unknown operator is described, and its name stands in the error', async () => {
    const builder = new GraphBuilder(emptyModel());
    builder.input('input', 'float32', ['batch', 3, 8, 8]);
    const hidden = builder.op('Conv', ['input', builder.constant(floats([4, 3, 3, 3]))]);
    builder.add({
      name: 'strange',
      op: 'Frobnicate',
      domain: 'com.example',
      inputs: [hidden],
      outputs: ['logits'],
      attributes: {},
    });
    builder.output('logits', 'logits', 'float32', ['batch', 4]);
    const path = written(
      'unknown.onnx',
      encodeOnnxFile({
        ...builder.build(),
        opsets: new Map([
          ['', 17],
          ['com.example', 1],
        ]),
      }),
    );
    const description = describeModel(await readModelFile(path));
    assert.deepEqual(
      description.gradientBarriers.map((b) => b.op),
      ['Frobnicate'],
    );
    await assert.rejects(
      async () => {
        const model = await opened(path);
        await model.network.logits(floats([1, 3, 8, 8]), new Execution());
      },
      (error) => isClear(error, 'unsupported-model') && /Frobnicate/.test((error as Error).message),
    );
  });

  it('weights outside the folder are refused, also behind a link', async () => {
    const proto = decodeModel(bytes);
    for (const location of ['../weights.bin', '/etc/hostname', 'linked.bin']) {
      if (location === 'linked.bin') symlinkSync('/etc/hostname', join(folder, location));
      const [weight] = proto.graph!.initializer!;
      Object.assign(weight, {
        rawData: new Uint8Array(0),
        dataLocation: 1,
        externalData: [{ key: 'location', value: location }],
      });
      const path = written('external.onnx', encodeModel(proto));
      await assert.rejects(
        opened(path),
        (error) => isClear(error, 'unsupported-model') && /outside/.test((error as Error).message),
      );
    }
  });

  it('a pipe, a device or a folder in place of a model or its weights is refused without waiting', async () => {
    const proto = decodeModel(bytes);
    const [weight] = proto.graph!.initializer!;
    const externalData = [{ key: 'location', value: 'odd.bin' }];
    Object.assign(weight, { rawData: new Uint8Array(0), dataLocation: 1, externalData });
    const model = written('odd.onnx', encodeModel(proto));
    const pipe = (path: string): void => void execFileSync('mkfifo', [path]);
    for (const [make, what] of [
      [pipe, /it is a pipe/],
      [(path: string) => mkdirSync(path), /it is a folder/],
    ] as const) {
      for (const [place, open] of [
        ['odd.bin', () => readModelFile(model)],
        ['pipe.onnx', () => readModelFile(join(folder, 'pipe.onnx'))],
        ['pipe.safetensors', async () => weightsFormatOf('x.safetensors')!.open(join(folder, 'pipe.safetensors'))],
      ] as const) {
        make(join(folder, place));
        await assert.rejects(open, (error) => isClear(error, 'corrupt-model') && what.test((error as Error).message));
        rmSync(join(folder, place), { recursive: true });
      }
    }
  });

  for (const [name, sidecar, field] of [
    ['mean', '{"mean": "0.5"}', /"mean"/],
    ['size', '{"size": [128]}', /"size"/],
    ['std', '{"std": [0, 1, 1]}', /"std"/],
    ['json', '{"mean": [', /JSON/],
    ['labels', '{"labels": "nowhere.txt"}', /nowhere\.txt/],
  ] as const) {
    it(`a sidecar with a wrong ${name} names it`, async () => {
      const path = join(folder, `${name}.onnx`);
      copyFileSync(MODEL, path);
      writeFileSync(`${path}.lens.json`, sidecar);
      await assert.rejects(
        opened(path),
        (error) => isClear(error, 'invalid-argument', 'not-found') && field.test((error as Error).message),
      );
    });
  }
});

describe('images of every kind', () => {
  let model: OpenedModel;
  before(async () => (model = await opened(MODEL)));
  after(() => model.network.close());

  const dims = [3, 128, 128];
  const read = (path: string) => readInput(path, dims, model.recipe);
  const labelOf = async (path: string) => (await predict(model, await read(path))).predictions[0].label;

  for (const [name, make] of [
    ['jpeg', () => sharp(FACE).jpeg({ quality: 95 })],
    ['webp', () => sharp(FACE).webp()],
    ['gif', () => sharp(FACE).gif()],
    ['tif', () => sharp(FACE).tiff()],
    ['cmyk.jpg', () => sharp(FACE).toColourspace('cmyk').jpeg({ quality: 95 })],
    ['16-bit.png', () => sharp(FACE).toColourspace('rgb16').png()],
    ['alpha.png', () => sharp(FACE).ensureAlpha(1).png()],
    ['rotated.jpg', () => sharp(FACE).rotate(90).withMetadata({ orientation: 8 }).jpeg({ quality: 95 })],
  ] as const) {
    it(`${name} is seen as the same face`, async () => {
      const path = join(folder, name.includes('.') ? name : `face.${name}`);
      await make().toFile(path);
      assert.equal(await labelOf(path), 'sunglasses');
      const [got, expected] = [(await read(path)).tensor.data, (await read(FACE)).tensor.data];
      const meanDifference = got.reduce((sum, v, i) => sum + Math.abs(v - expected[i]), 0) / got.length;
      assert.ok(meanDifference < 0.35, `differs by ${meanDifference} standard deviations on average`);
    });
  }

  it('bmp is decoded', async () => {
    const { data, info } = await sharp(FACE).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    assert.equal(await labelOf(written('face.bmp', bitmap(data, info.width, info.height))), 'sunglasses');
  });

  it('a grey image becomes three equal channels', async () => {
    const path = join(folder, 'grey.png');
    await sharp(FACE).greyscale().toColourspace('b-w').png().toFile(path);
    const { tensor } = await read(path);
    const size = 128 * 128;
    assert.deepEqual(tensor.data.subarray(0, size), tensor.data.subarray(size, 2 * size));
  });

  it('of an animation the first frame is taken', async () => {
    const frame = (color: string) =>
      sharp({ create: { width: 16, height: 16, channels: 3, background: color } })
        .png()
        .toBuffer();
    const path = join(folder, 'animated.gif');
    await sharp([await frame('#ff0000'), await frame('#0000ff')], { join: { animated: true } })
      .gif()
      .toFile(path);
    const { tensor } = await read(path);
    assert.ok(tensor.data[0] > tensor.data[2 * 128 * 128], 'red comes first');
  });

  it('20 000 × 20 000 pixels are read without holding them', async function () {
    this.timeout(240_000);
    const path = join(folder, 'huge.png');
    await sharp({
      create: { width: 20_000, height: 20_000, channels: 3, background: '#808080' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 1 })
      .toFile(path);
    const before = process.memoryUsage().rss;
    const { tensor } = await read(path);
    assert.equal(tensor.data.length, 3 * 128 * 128);
    assert.ok(process.memoryUsage().rss - before < 600e6, 'less than half of the decoded image');
  });

  for (const [name, content] of [
    ['empty.png', new Uint8Array(0)],
    ['cut.png', readFileSync(FACE).subarray(0, 3000)],
    ['text.jpg', Buffer.from('no image')],
    ['cut.bmp', Buffer.from('BM no image')],
  ] as const) {
    it(`${name} is refused in one sentence, and the next image still works`, async () => {
      await assert.rejects(read(written(name, content)), (error) => isClear(error, 'corrupt-image'));
      assert.equal(await labelOf(FACE), 'sunglasses');
    });
  }

  it('an array of another shape, in Fortran order or cut short is refused', async () => {
    await assert.rejects(read(written('shape.npy', encodeNpy(floats([1, 3, 64, 64])))), (error) =>
      isClear(error, 'wrong-shape'),
    );
    const bytes = encodeNpy(floats([1, 3, 128, 128]));
    await assert.rejects(read(written('cut.npy', bytes.subarray(0, 1000))), (error) => isClear(error, 'corrupt-image'));
    const fortran = Buffer.from(
      Buffer.from(bytes).toString('latin1').replace("'fortran_order': False", "'fortran_order': True "),
      'latin1',
    );
    await assert.rejects(read(written('fortran.npy', fortran)), (error) => isClear(error, 'corrupt-image'));
  });

  it('a class or method that does not exist is named', async () => {
    const input = await read(FACE);
    await assert.rejects(
      explain(model, input, { index: 0, kind: 'logit' }, { method: 'guesswork', params: {} }),
      (error) => isClear(error, 'invalid-argument'),
    );
    await assert.rejects(
      explain(model, input, { index: 9, kind: 'logit' }, { method: 'gradient', params: {} }),
      (error) => isClear(error, 'invalid-argument'),
    );
    await assert.rejects(
      explain(model, input, { index: 0, kind: 'logit' }, { method: 'grad-cam', params: {}, layer: 'nowhere' }),
      (error) => isClear(error, 'invalid-argument'),
    );
    await assert.rejects(
      explain(model, input, { index: 0, kind: 'logit' }, { method: 'integrated-gradients', params: { steps: -1 } }),
      (error) => isClear(error, 'invalid-argument'),
    );
  });
});

/** An uncompressed 24-bit bitmap, rows from the bottom up, blue first. */
function bitmap(rgb: Uint8Array, width: number, height: number): Uint8Array {
  const stride = Math.ceil((3 * width) / 4) * 4;
  const bytes = Buffer.alloc(54 + stride * height);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) bytes[54 + (height - 1 - y) * stride + 3 * x + c] = rgb[3 * (y * width + x) + 2 - c];
  }
  return bytes;
}
