import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Recipe } from '../../src/protocol/recipe';
import { CLASSES, SIZE } from '../../src/engine/generation/face/scene';
import { WORN } from '../../src/engine/generation/glasses';
import { SIGNAL_CLASSES } from './signals';

/** As `train` makes images for its networks. */
const IMAGES = {
  color: 'rgb',
  layout: 'nchw',
  size: [SIZE, SIZE],
  fit: 'cover',
  range: [0, 1],
  mean: [0.5, 0.5, 0.5],
  std: [0.25, 0.25, 0.25],
} as const satisfies Recipe;

const FACES = { ...IMAGES, labels: 'faces.labels.txt', output: 'logits', outputKind: 'logits' } as const satisfies Recipe;

const SIDECARS: Readonly<Record<string, Recipe>> = {
  'faces-cnn.onnx': {
    ...FACES,
    layers: { relu1: 'block1', relu2: 'block2', relu3: 'block3' },
  },
  'faces-detector.onnx': { ...IMAGES, task: 'detection', labels: WORN, detection: { layout: 'yolov8' } },
  'faces-segmenter.onnx': { ...IMAGES, task: 'segmentation', labels: ['background', ...WORN], output: 'scores' },
  'faces-resnet.onnx': FACES,
  'faces-scatnet.onnx': FACES,
  'signals-cnn1d.onnx': {
    labels: SIGNAL_CLASSES,
    output: 'logits',
    outputKind: 'logits',
  },
};

/** Writes the sidecars of the sample models and the file of labels that two of them share. */
export async function writeSidecars(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, FACES.labels), `${CLASSES.join('\n')}\n`);
  for (const [model, recipe] of Object.entries(SIDECARS)) {
    await writeFile(path.join(folder, `${model}.lens.json`), `${JSON.stringify(recipe, null, 2)}\n`);
  }
}
