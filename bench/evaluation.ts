import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { encodeOnnxFile } from '../src/engine/format/onnx/writer';
import { GraphBuilder } from '../src/engine/graph/builder';
import { int, ints, type Model } from '../src/engine/graph/model';
import { runEvaluation } from '../src/engine/evaluation/evaluation';
import { readImages } from '../src/engine/evaluation/images-file';
import { readResults } from '../src/engine/evaluation/stored-results';
import { floats } from '../src/engine/tensor/tensor';
import type { EvaluationRequest } from '../src/protocol/evaluation';
import { report } from './figure';

const SIDE = 32;
const CLASSES = 10;
const READINGS = 10;

const megabytes = (): number => Math.round(process.memoryUsage.rss() / 1e6);
const wave = (count: number, step: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(i * step) / 4);

/**
 * A convolution, Relu, the mean over positions and a dense layer: little work per image, so that the folder's own
 * cost shows.
 */
function smallNetwork(): Model {
  const b = new GraphBuilder();
  b.input('input', 'float32', ['batch', 3, SIDE, SIDE]);
  const relu = b.op('Relu', [
    b.op('Conv', ['input', b.constant(floats([8, 3, 3, 3], wave(216, 1.7)))], {
      strides: ints([2, 2]),
      pads: ints([1, 1, 1, 1]),
    }),
  ]);
  const pooled = b.op('Flatten', [b.op('GlobalAveragePool', [relu])], { axis: int(1) });
  b.op('Gemm', [pooled, b.constant(floats([8, CLASSES], wave(80, 2.3)))], {}, 'logits');
  b.output('logits', 'logits', 'float32', ['batch', CLASSES]);
  return b.build();
}

/** Images of noise in class folders: any two differ. */
async function drawImages(folder: string, count: number): Promise<void> {
  for (let c = 0; c < CLASSES; c++) mkdirSync(join(folder, `class-${c}`), { recursive: true });
  const pixels = Buffer.alloc(3 * SIDE * SIDE);
  for (let i = 0; i < count; i++) {
    // The number itself in the first pixels keeps any two apart.
    for (let k = 0; k < pixels.length; k++)
      pixels[k] = k < 4 ? (i >>> (8 * k)) & 255 : Math.imul(i * pixels.length + k, 2654435761) >>> 24;
    await sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toFile(join(folder, `class-${i % CLASSES}`, `${i}.png`));
  }
}

/** Evaluates a folder; memory is read ten times on the way. */
async function evaluated(request: EvaluationRequest, count: number): Promise<{ seconds: number; readings: number[] }> {
  const readings: number[] = [];
  const start = performance.now();
  await runEvaluation(request, { device: 'cpu', threads: 1 }, (event) => {
    if (event.kind === 'progress' && event.done % Math.ceil(count / READINGS) === 0) readings.push(megabytes());
  });
  return { seconds: Math.round((performance.now() - start) / 100) / 10, readings };
}

/**
 * A folder of many small images: memory, time per image, the same again with everything done, and reading the
 * result. Usage: evaluation.ts [COUNT]
 */
export async function main(count = 50_000): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'lens-bench-'));
  try {
    const folder = join(root, 'images');
    await drawImages(folder, count);
    const model = join(root, 'small.onnx');
    writeFileSync(model, encodeOnnxFile(smallNetwork()));
    const request: EvaluationRequest = {
      folder,
      models: [model],
      methods: [{ method: 'gradient', params: {} }],
      metrics: [{ metric: 'sparseness', params: {} }],
      out: join(root, 'out'),
    };
    const first = await evaluated(request, count);
    const again = await evaluated(request, count);
    const start = performance.now();
    readResults(request.out);
    const images = readImages(request.out, 0);
    const openMilliseconds = Math.round(performance.now() - start);
    const of = { images: count };
    report({
      figure: 'evaluation per image',
      of,
      value: Math.round((first.seconds / count) * 1e5) / 100,
      unit: 'ms',
      notes: { seconds: first.seconds, megabytes: first.readings },
    });
    report({ figure: 'evaluation memory', of, value: Math.max(...first.readings), unit: 'MB' });
    report({ figure: 'evaluation with everything done', of, value: again.seconds, unit: 's' });
    const notes = { rows: images.names.length };
    report({ figure: 'evaluation: reading the result', of, value: openMilliseconds, unit: 'ms', notes });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

if (require.main === module) void main(Number(process.argv[2] ?? 50_000));
