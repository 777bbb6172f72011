import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Recipe } from '../../src/protocol/recipe';
import { CLASSES, SIZE } from '../../src/engine/generation/face/scene';
import { SIGNAL_CLASSES } from './signals';

/** What `normalised` of train.py does to an image. */
const FACES = {
  color: 'rgb',
  layout: 'nchw',
  size: [SIZE, SIZE],
  fit: 'cover',
  range: [0, 1],
  mean: [0.5, 0.5, 0.5],
  std: [0.25, 0.25, 0.25],
  labels: 'faces.labels.txt',
  output: 'logits',
  outputKind: 'logits',
} as const satisfies Recipe;

const SIDECARS: Readonly<Record<string, Recipe>> = {
  'faces-cnn.onnx': {
    ...FACES,
    layers: { '/relu1/Relu_output_0': 'conv1', '/relu2/Relu_output_0': 'conv2', '/relu3/Relu_output_0': 'conv3' },
  },
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
