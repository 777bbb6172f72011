import type { GraphBuilder } from '../../graph/builder';
import { int, ints, type Dimension, type Value } from '../../graph/model';
import type { Size } from './fitting';
import type { DetectorHead } from './head';
import { shapeIn } from './parts';

/** An output that is one level of a detector: numbers for each anchor of every place of a grid. */
export interface GridLevel {
  readonly name: string;
  readonly stride: number;
}

const STRIDES = [8, 16, 32, 64];

type Shape = readonly Dimension[];

/** Rows and columns of planes [N, numbers, h, w] or [N, anchors, h, w, numbers], or with the grid in front. */
const gridOf = (shape: Shape, first: boolean): Shape => (first ? shape.slice(1, 3) : shape.slice(2, 4));

/** Of two or more levels, the grid is what differs between them. */
const isGridFirst = (shapes: readonly Shape[]): boolean => shapes.some((shape) => shape[1] !== shapes[0][1]);

/** Outputs of one rank at neighbouring strides, the finest first; undefined where they are none. */
export function gridLevels({ outputs, size }: Pick<DetectorHead, 'outputs' | 'size'>): GridLevel[] | undefined {
  for (const rank of [5, 4]) {
    const planes = outputs.filter(({ shape }) => shape?.length === rank);
    const first = isGridFirst(planes.map(({ shape }) => shape!));
    const levels = planes.flatMap(({ name, shape }) => {
      const stride = STRIDES.find((one) => isGridOf(gridOf(shape!, first), size, one));
      return stride === undefined ? [] : [{ name, stride }];
    });
    const sorted = levels.sort((a, b) => a.stride - b.stride);
    const isRun = sorted.every(({ stride }, k) => k === 0 || stride === 2 * sorted[k - 1].stride);
    if (planes.length >= 2 && levels.length === planes.length && isRun) return sorted;
  }
  return undefined;
}

const isGridOf = ([rows, columns]: Shape, [height, width]: Size, stride: number): boolean =>
  rows === Math.ceil(height / stride) && columns === Math.ceil(width / stride);

/** Numbers at one place of a level, of all anchors together. */
const numbersOf = (shape: Shape, first: boolean): number =>
  (first ? shape.slice(3) : [shape[1], ...shape.slice(4)]).reduce<number>((all, length) => all * Number(length), 1);

/** Those of every level; undefined where they differ. */
export function numbersAt(
  { outputs }: Pick<DetectorHead, 'outputs'>,
  levels: readonly GridLevel[],
): number | undefined {
  const shapes = levels.map(({ name }) => outputs.find((output: Value) => output.name === name)!.shape!);
  const first = isGridFirst(shapes);
  const counts = shapes.map((shape) => numbersOf(shape, first));
  return counts.every((count) => count === counts[0]) ? counts[0] : undefined;
}

/** All levels as rows [N, places · anchors, numbers], the finest first, place by place, anchor by anchor. */
export function levelRows(builder: GraphBuilder, outputs: readonly string[], anchors: number): string {
  const levels = finestFirst(builder, outputs).map((name) => ({ name, shape: shapeIn(builder, name) }));
  const first = isGridFirst(levels.map(({ shape }) => shape));
  const rows = levels.map(({ name, shape }) => {
    const numbers = numbersOf(shape, first) / anchors;
    if (first) return builder.op('Reshape', [name, builder.integers(0, -1, numbers)]);
    // [N, anchors, numbers, places] or [N, anchors, places, numbers]
    const apart =
      shape.length === 4 ? builder.integers(0, anchors, numbers, -1) : builder.integers(0, anchors, -1, numbers);
    const turned = builder.op('Transpose', [builder.op('Reshape', [name, apart])], {
      perm: ints(shape.length === 4 ? [0, 3, 1, 2] : [0, 2, 1, 3]),
    });
    return builder.op('Reshape', [turned, builder.integers(0, -1, numbers)]);
  });
  return builder.op('Concat', rows, { axis: int(1) });
}

/** Outputs by falling numbers of places. */
function finestFirst(builder: GraphBuilder, outputs: readonly string[]): readonly string[] {
  const shapes = outputs.map((name) => shapeIn(builder, name));
  const first = isGridFirst(shapes);
  const placesIn = (name: string): number =>
    gridOf(shapeIn(builder, name), first).reduce<number>((all, length) => all * Number(length), 1);
  return [...outputs].sort((a, b) => placesIn(b) - placesIn(a));
}

/** The strides of the levels that outputs are, the finest first. */
export function stridesOf(builder: GraphBuilder, outputs: readonly string[], size: Size): number[] {
  const shapes = outputs.map((name) => shapeIn(builder, name));
  const first = isGridFirst(shapes);
  return finestFirst(builder, outputs).map((name) => {
    const grid = gridOf(shapeIn(builder, name), first);
    return STRIDES.find((stride) => isGridOf(grid, size, stride)) ?? size[0] / Number(grid[0]);
  });
}
