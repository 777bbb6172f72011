/**
 * Trains the sample ScatNet: `node --import tsx scripts/samples/scatnet.ts [--out FOLDER]`, after
 * `scripts/samples/index.ts --train` made the train split. Only a fully connected layer is trained, by logistic
 * regression on scattering coefficients that our own graph computes; they are kept in `.cache/samples` for the next
 * time (some minutes on one core).
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { encodeOnnxFile } from '../../src/engine/format/onnx/writer';
import { GraphBuilder } from '../../src/engine/graph/builder';
import { ints, type Model } from '../../src/engine/graph/model';
import { pathCount2d } from '../../src/engine/scattering/paths';
import { scatNetModel } from '../../src/engine/scattering/scatnet';
import { appendScattering2d, type ScatteringOptions } from '../../src/engine/scattering/transform2d';
import { createSession } from '../../src/engine/session/runtime';
import { decodeNpy, encodeNpy } from '../../src/engine/tensor/npy';
import { asFloats, floats, type FloatTensor } from '../../src/engine/tensor/tensor';
import { CLASSES, SIZE } from '../../src/engine/generation/face/scene';
import { trainedLayer } from './regression';
import { writeSidecars } from './sidecars';

const OPTIONS: ScatteringOptions = { height: SIZE, width: SIZE, channels: 3, J: 3, L: 8, maxOrder: 2 };
/** From 16 × 16 positions to 4 × 4. */
const POOLING = 4;
const PER_CLASS = 1000;
const CHUNK = 4;

const { values } = parseArgs({ options: { out: { type: 'string', default: 'samples' } } });

interface Image {
  readonly file: string;
  readonly label: number;
}

function images(folder: string, most = Infinity): Image[] {
  return CLASSES.flatMap((kind, label) => {
    const names = readdirSync(path.join(folder, kind)).sort().slice(0, most);
    return names.map((name) => ({ file: path.join(folder, kind, name), label }));
  });
}

/** [images, 3, SIZE, SIZE], normalised as the sidecars say. */
async function tensorOf(chosen: readonly Image[]): Promise<FloatTensor> {
  const batch = floats([chosen.length, 3, SIZE, SIZE]);
  const plane = SIZE * SIZE;
  for (const [n, { file }] of chosen.entries()) {
    const pixels = await sharp(file).removeAlpha().raw().toBuffer();
    for (let i = 0; i < 3 * plane; i++) batch.data[n * 3 * plane + i] = (pixels[(i % plane) * 3 + Math.floor(i / plane)] / 255 - 0.5) / 0.25;
  }
  return batch;
}

function pooledModel(): Model {
  const builder = new GraphBuilder();
  const input = builder.input('input', 'float32', ['batch', 3, SIZE, SIZE]);
  const window = ints([POOLING, POOLING]);
  const pooled = builder.op('AveragePool', [appendScattering2d(builder, input, OPTIONS)], { kernel_shape: window, strides: window });
  builder.output(builder.op('Flatten', [pooled]), 'output');
  return builder.build();
}

/** One row of outputs per image. */
async function outputs(model: Model, chosen: readonly Image[]): Promise<FloatTensor> {
  const session = await createSession(model, { device: 'cpu', threads: 1 });
  const name = model.graph.outputs[0].name;
  const parts: FloatTensor[] = [];
  for (let i = 0; i < chosen.length; i += CHUNK) {
    parts.push(asFloats((await session.run({ input: await tensorOf(chosen.slice(i, i + CHUNK)) }))[name]));
  }
  await session.release();
  const all = floats([chosen.length, parts[0].dims[1]]);
  parts.forEach((part, i) => all.data.set(part.data, i * CHUNK * part.dims[1]));
  return all;
}

async function main(out: string): Promise<void> {
  const train = images('.cache/samples/faces/train', PER_CLASS);
  const kept = '.cache/samples/faces-scattering.npy';
  const features = existsSync(kept) ? asFloats(decodeNpy(readFileSync(kept))) : await outputs(pooledModel(), train);
  if (!existsSync(kept)) writeFileSync(kept, encodeNpy(features));
  const groups = OPTIONS.channels * pathCount2d(OPTIONS.J, OPTIONS.L, OPTIONS.maxOrder);
  const layer = trainedLayer(features, train.map((p) => p.label), CLASSES.length, groups);
  const model = scatNetModel(OPTIONS, { pooling: POOLING, layers: [layer] });
  const target = path.join(out, 'models', 'faces-scatnet.onnx');
  writeFileSync(target, encodeOnnxFile(model));
  await writeSidecars(path.join(out, 'models'));
  const test = images(path.join(out, 'faces', 'test'));
  const logits = await outputs(model, test);
  const right = test.filter(({ label }, n) => {
    const row = logits.data.subarray(n * CLASSES.length, (n + 1) * CLASSES.length);
    return row.indexOf(Math.max(...row)) === label;
  });
  console.log(`faces-scatnet: accuracy ${(right.length / test.length).toFixed(4)} on the test split`);
}

void main(values.out);
