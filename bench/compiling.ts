import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { explain } from '../src/engine/explanation/explanation';
import { encodeOnnxFile } from '../src/engine/format/onnx/writer';
import { readInput } from '../src/engine/image/input';
import { readModelFile } from '../src/engine/model/model-file';
import { openModel } from '../src/engine/model/opening';
import { createSession } from '../src/engine/session/runtime';
import { report } from './figure';
import { benchmarkModels } from './models';
import { medianRatio } from './pairs';

const OPTIONS = { device: 'cpu', threads: 1 } as const;
const MODELS = ['resnet-50', 'densenet-121', 'convnext-tiny', 'vit-b-16'];
const PAIRS = 3;
const SIDE = 224;

/** From a model's file to the gradient of an image: reading, preparing, compiling, one run. */
async function firstGradient(path: string, image: string): Promise<void> {
  const model = await openModel(await readModelFile(path), OPTIONS);
  const input = await readInput(image, model.network.graph.inputDims, model.recipe);
  await explain(model, input, { index: 7, kind: 'logit', link: 'softmax' }, { method: 'gradient', params: {} });
  await model.network.close();
}

/** Usage: node --import tsx bench/compiling.ts [model …]. The first gradient, in openings of the plain model. */
async function main(names: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lens-bench-'));
  try {
    const image = join(folder, 'image.png');
    await sharp({ create: { width: SIDE, height: SIDE, channels: 3, background: '#7f6040' } }).toFile(image);
    for (const { id, build } of benchmarkModels) {
      if (!(names.length > 0 ? names : MODELS).includes(id)) continue;
      const path = join(folder, `${id}.onnx`);
      const model = build();
      writeFileSync(path, encodeOnnxFile(model));
      const { median, spread, denominatorMilliseconds } = await medianRatio(
        () => firstGradient(path, image),
        async () => (await createSession(model, OPTIONS)).release(),
        PAIRS,
      );
      report({
        figure: 'first gradient to opening the plain model',
        of: { model: id },
        value: median,
        unit: 'ratio',
        spread,
        limit: 1.5,
        notes: { pairs: PAIRS, openingMilliseconds: denominatorMilliseconds },
      });
      rmSync(path);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main(process.argv.slice(2));
