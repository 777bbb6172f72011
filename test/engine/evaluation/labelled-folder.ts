import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { GraphBuilder, emptyModel } from '../../../src/engine/graph/builder';
import { ints } from '../../../src/engine/graph/model';
import { methodFromText, metricsFromText } from '../../../src/engine/evaluation/notation';
import { RandomStream } from '../../../src/engine/tensor/random';
import { floats, sizeOf } from '../../../src/engine/tensor/tensor';
import type { EvaluationRequest } from '../../../src/protocol/evaluation';

const CLASSES = ['blue', 'green', 'red'];
const SIZE = 16;

const drawn = (key: string, dims: readonly number[]) => {
  const stream = new RandomStream('evaluation', key);
  return floats(
    dims,
    Float32Array.from({ length: sizeOf(dims) }, () => stream.normal()),
  );
};

/** A small convolutional classifier of 16 × 16 images, with its sidecar. */
export function writeModel(path: string, seed: string, labels: readonly string[] = CLASSES): string {
  const b = new GraphBuilder(emptyModel());
  b.input('input', 'float32', ['batch', 3, SIZE, SIZE]);
  const hidden = b.op('Relu', [
    b.op('Conv', ['input', b.constant(drawn(`${seed} conv`, [6, 3, 3, 3]))], { pads: ints([1, 1, 1, 1]) }, 'conv'),
  ]);
  const pooled = b.op('Flatten', [b.op('GlobalAveragePool', [hidden])]);
  b.output(b.op('Gemm', [pooled, b.constant(drawn(`${seed} gemm`, [6, 3]))]), 'logits', 'float32', ['batch', 3]);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, encodeOnnxFile({ ...b.build(), opsets: new Map([['', 17]]) }));
  writeFileSync(
    `${path}.lens.json`,
    JSON.stringify({
      color: 'rgb',
      range: [0, 1],
      mean: [0.5, 0.5, 0.5],
      std: [0.25, 0.25, 0.25],
      size: [SIZE, SIZE],
      fit: 'fill',
      labels,
    }),
  );
  return path;
}

/** A noisy image with a bright square, and where the square is. */
export async function image(index: number): Promise<{ png: Buffer; mask: Buffer }> {
  const stream = new RandomStream('image', index);
  const [left, top] = [2 + stream.below(8), 2 + stream.below(8)];
  const inside = (p: number): boolean =>
    p % SIZE >= left && p % SIZE < left + 5 && Math.floor(p / SIZE) >= top && Math.floor(p / SIZE) < top + 5;
  const rgb = Buffer.from(
    Array.from({ length: SIZE * SIZE * 3 }, (_, i) =>
      inside(Math.floor(i / 3)) && i % 3 === index % 3 ? 200 + stream.below(55) : stream.below(120),
    ),
  );
  const mask = Buffer.from(Array.from({ length: SIZE * SIZE }, (_, p) => (inside(p) ? 255 : 0)));
  const encoded = (data: Buffer, channels: 1 | 3) =>
    sharp(data, { raw: { width: SIZE, height: SIZE, channels } })
      .png()
      .toBuffer();
  return { png: await encoded(rgb, 3), mask: await encoded(mask, 1) };
}

/** An all-black mask: there is no object. */
export const emptyMask = (): Promise<Buffer> =>
  sharp({ create: { width: SIZE, height: SIZE, channels: 3, background: '#000' } })
    .png()
    .toBuffer();

export function write(path: string, content: string | Uint8Array): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/**
 * A temporary folder with two models and a set of `count` images in three classes, half of them with masks; it goes
 * away after the suite.
 */
export async function labelledFolder(
  count: number,
): Promise<{ top: string; set: string; models: [string, string]; out: (name: string) => string }> {
  const top = mkdtempSync(join(tmpdir(), 'lens-evaluation-'));
  after(() => rmSync(top, { recursive: true, force: true }));
  const set = join(top, 'set');
  for (let i = 0; i < count; i++) {
    const { png, mask } = await image(i);
    const name = `${CLASSES[i % 3]}/${String(i).padStart(3, '0')}`;
    write(join(set, `${name}.png`), png);
    if (i % 2 === 0) write(join(top, 'masks', `${name}.png`), mask);
  }
  return {
    top,
    set,
    models: [
      writeModel(join(top, 'models', 'first.onnx'), 'first'),
      writeModel(join(top, 'models', 'second.onnx'), 'second'),
    ],
    out: (name) => join(top, 'out', name),
  };
}

/** Rows of a CSV file of a run. */
export const rowsOf = (out: string, file: string) =>
  parse<Record<string, string>>(readFileSync(join(out, file)), { columns: true });

export const METHODS = ['gradient', 'integrated-gradients:steps=4', 'grad-cam'];
export const METRICS = [
  'average-drop',
  'increase-in-confidence',
  'insertion:step=64',
  'iou',
  'pointing-game',
  'sparseness',
];

/** A request of a few methods and metrics. */
export const asked = (
  changes: Partial<EvaluationRequest> & Pick<EvaluationRequest, 'folder' | 'models' | 'out'>,
): EvaluationRequest => ({
  methods: METHODS.map((text) => methodFromText(text)),
  metrics: METRICS.flatMap((text) => metricsFromText(text)),
  ...changes,
});

/** Every file of a run but the one that holds seconds, and the journal. */
export const filesOf = (out: string) =>
  Object.fromEntries(
    readdirSync(out)
      .filter((name) => name !== 'timings.csv' && !name.startsWith('.'))
      .sort()
      .map((name) => [name, readFileSync(join(out, name), 'utf8')]),
  );
