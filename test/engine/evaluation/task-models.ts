import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import sharp from 'sharp';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { GraphBuilder, emptyModel } from '../../../src/engine/graph/builder';
import type { Recipe } from '../../../src/protocol/recipe';
import { floats } from '../../../src/engine/tensor/tensor';

/** Colours from 0 to 1, stretched to the network. */
const PLAIN: Recipe = { color: 'rgb', range: [0, 1], mean: [0, 0, 0], std: [1, 1, 1], fit: 'fill', kernel: 'nearest' };

function written(path: string, builder: GraphBuilder, recipe: Recipe): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, encodeOnnxFile({ ...builder.build(), opsets: new Map([['', 17]]) }));
  writeFileSync(`${path}.lens.json`, JSON.stringify({ ...PLAIN, ...recipe }));
  return path;
}

const identity = (scale: number) => floats([3, 3, 1, 1], [scale, 0, 0, 0, scale, 0, 0, 0, scale]);

/** Gives every pixel the class of its strongest colour. @param size null where it is left open */
export function writeSegmenter(path: string, size: number | null, scale = 1, recipe: Recipe = {}): string {
  const sides = size === null ? ['height', 'width'] : [size, size];
  const b = new GraphBuilder(emptyModel());
  b.input('input', 'float32', ['batch', 3, ...sides]);
  b.output(b.op('Conv', ['input', b.constant(identity(scale))]), 'scores', 'float32', ['batch', 3, ...sides]);
  const stated = size === null ? {} : { size: [size, size] as const };
  return written(path, b, { labels: ['red', 'green', 'blue'], ...stated, ...recipe });
}

/** A sigmoid for each colour: its mean, from 0 to 1, becomes a logit from −4 to 4. */
export function writeLabeller(path: string, size: number, recipe: Recipe = {}): string {
  const b = new GraphBuilder(emptyModel());
  b.input('input', 'float32', ['batch', 3, size, size]);
  const mean = b.op('Flatten', [b.op('GlobalAveragePool', ['input'])]);
  const logits = b.op('Sub', [b.op('Mul', [mean, b.constant(floats([1], [8]))]), b.constant(floats([1], [4]))]);
  b.output(b.op('Sigmoid', [logits]), 'labels', 'float32', ['batch', 3]);
  return written(path, b, { labels: ['red', 'green', 'blue'], size: [size, size], ...recipe });
}

/** Estimates the mean of red and of green. */
export function writeEstimator(path: string, size: number, recipe: Recipe = {}): string {
  const b = new GraphBuilder(emptyModel());
  b.input('input', 'float32', ['batch', 3, size, size]);
  const mean = b.op('Flatten', [b.op('GlobalAveragePool', ['input'])]);
  b.output(b.op('MatMul', [mean, b.constant(floats([3, 2], [1, 0, 0, 1, 0, 0]))]), 'values', 'float32', ['batch', 2]);
  return written(path, b, { task: 'regression', labels: ['red', 'green'], size: [size, size], ...recipe });
}

/** Estimates numbers at every pixel: red and green, from 0 to 1. */
export function writePixelEstimator(path: string, size: number, recipe: Recipe = {}): string {
  const b = new GraphBuilder(emptyModel());
  b.input('input', 'float32', ['batch', 3, size, size]);
  const weights = b.constant(floats([2, 3, 1, 1], [1, 0, 0, 0, 1, 0]));
  b.output(b.op('Conv', ['input', weights]), 'numbers', 'float32', ['batch', 2, size, size]);
  return written(path, b, { task: 'regression', labels: ['red', 'green'], size: [size, size], ...recipe });
}

/** An embedding: the mean of each colour, brought to length 1; black has a direction of its own. */
export function writeEmbedder(path: string, size: number, recipe: Recipe = {}): string {
  const b = new GraphBuilder(emptyModel());
  b.input('input', 'float32', ['batch', 3, size, size]);
  const mean = b.op('Flatten', [b.op('GlobalAveragePool', ['input'])]);
  const shifted = b.op('Add', [mean, b.constant(floats([3], [0, 0, 1e-3]))]);
  b.output(b.op('LpNormalization', [shifted]), 'vector', 'float32', ['batch', 3]);
  return written(path, b, { size: [size, size], ...recipe });
}

export type Rgb = readonly [number, number, number];

/** A PNG of given colours, row by row. */
export const picture = (width: number, colours: readonly Rgb[]): Promise<Buffer> =>
  sharp(Buffer.from(colours.flat()), { raw: { width, height: colours.length / width, channels: 3 } })
    .png()
    .toBuffer();

/** A grey PNG of class numbers, row by row. */
export const labelMap = (width: number, classes: readonly number[]): Promise<Buffer> =>
  sharp(Buffer.from(classes), { raw: { width, height: classes.length / width, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
