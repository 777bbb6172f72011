import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { ints } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { modelOutline } from '../../../src/engine/model/model-outline';
import { readModelFile } from '../../../src/engine/model/model-file';
import type { Recipe } from '../../../src/protocol/recipe';
import type { Tensor } from '../../../src/engine/tensor/tensor';
import { noise, run } from '../graph/running';

export const [HEIGHT, WIDTH] = [64, 96];
export const STRIDES = [8, 16, 32] as const;

/** What a detector's head is made of: a builder, and a convolution of so many channels at a stride. */
export interface HeadParts {
  readonly builder: GraphBuilder;
  plane(channels: number, stride: number, activation?: string): string;
}

/** Writes a detector of one convolution for each output. */
export function writeHead(folder: string, make: (parts: HeadParts) => void): string {
  const builder = new GraphBuilder();
  const image = builder.input('image', 'float32', [1, 3, HEIGHT, WIDTH]);
  let seed = 0;
  make({
    builder,
    plane(channels, stride, activation) {
      const fed = activation ? builder.op(activation, [image]) : image;
      const weight = noise([channels, 3, stride, stride], ++seed);
      // Numbers of a few units, whatever the stride.
      const scaled = { ...weight, data: weight.data.map((value) => (value * 2) / stride) };
      const constant = builder.constant(scaled, `weight${seed}`);
      return builder.op('Conv', [fed, constant], { strides: ints([stride, stride]) });
    },
  });
  const file = join(folder, 'head.onnx');
  writeFileSync(file, encodeOnnxFile(withShapes(builder.build())));
  return file;
}

/** A number of an output. */
export type At = (name: string, ...place: number[]) => number;

export interface Read {
  readonly layout: string;
  readonly reason: string;
  readonly boxes: readonly (readonly number[])[];
  readonly scores: readonly (readonly number[])[];
  /** The scores of what the graph selects; none where it selects nothing. */
  readonly selected: readonly (readonly number[])[];
  /** The outputs themselves, from which a test decodes. */
  readonly at: At;
}

/** How the program reads a detector, and what its outputs are for the same image. @throws Error where it is none */
export async function readHead(file: string, recipe: Recipe = {}): Promise<Read> {
  const { detector, input } = modelOutline(await readModelFile(file), recipe);
  if (!detector) throw new Error(input.notes.join());
  const image = noise([1, 3, HEIGHT, WIDTH], 99);
  const results = await run(detector.model, { [detector.model.graph.inputs[0].name]: image });
  const rows = (name: string): number[][] => {
    const { data, dims } = results.get(name)!;
    const width = dims[2];
    return Array.from({ length: dims[1] }, (_, k) => Array.from(data.slice(k * width, (k + 1) * width), Number));
  };
  return {
    layout: detector.reading.layout.id,
    reason: detector.reading.reason,
    boxes: rows('lens:boxes'),
    scores: rows('lens:scores'),
    selected: results.has('lens:selected') ? rows('lens:selected') : [],
    at: (name, ...place) => elementOf(results.get(name)!, place),
  };
}

function elementOf({ data, dims }: Tensor, place: readonly number[]): number {
  return Number(data[[0, ...place].reduce((at, index, axis) => at * dims[axis] + index, 0)]);
}

export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

export const aroundCentre = (x: number, y: number, width: number, height: number): number[] => [
  x - width / 2,
  y - height / 2,
  x + width / 2,
  y + height / 2,
];

/** Every place of the strides in their order. */
export function* places(strides: readonly number[] = STRIDES): Generator<{ stride: number; x: number; y: number }> {
  for (const stride of strides)
    for (let y = 0; y < HEIGHT / stride; y++) for (let x = 0; x < WIDTH / stride; x++) yield { stride, x, y };
}
