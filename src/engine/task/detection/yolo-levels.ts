import type { GraphBuilder } from '../../graph/builder';
import { int } from '../../graph/model';
import { floats } from '../../tensor/tensor';
import { anchorSides, type AnchorSides } from './anchor-sides';
import type { Size } from './fitting';
import { gridLevels, levelRows, numbersAt, stridesOf } from './grid-levels';
import type { DetectorHead } from './head';
import type { DetectorLayout, DetectorScores, RowColumns, UsualInput } from './layout';
import { cornersOf, END, lastAxis } from './parts';
import { placesAt, placesOf } from './places';
import { isSquashed } from './squashed';

/** At each place. */
const ANCHORS = 3;
/** Centre, width, height and objectness. */
const BOX = 5;

/** What the network says of centre, width and height of every proposal, and where it says it. */
export interface Decoding {
  readonly builder: GraphBuilder;
  /** As the last convolution gives them. */
  readonly sides: string;
  /** Through a sigmoid. */
  readonly squashed: { readonly centres: string; readonly sides: string };
  /** Column and row of the place. */
  readonly places: string;
  readonly strides: string;
  /** Width and height of the anchor. */
  readonly anchors: string;
  /** A constant of every proposal, from one for each level. */
  byLevel(values: readonly number[]): string;
}

/** A version of YOLO with three anchors at every place. */
export interface AnchoredYolo {
  readonly id: string;
  readonly whose: string;
  readonly usual: UsualInput;
  /** What in the graph before an output tells this version, one clause; undefined where it is another one. */
  shownBy(head: DetectorHead, output: string): string | undefined;
  /** By the number of levels: of the finest first, in pixels. */
  readonly anchors: Readonly<Record<number, readonly AnchorSides[]>>;
  /** Centre, width and height in pixels. */
  decode(decoding: Decoding): readonly [centres: string, sides: string];
}

/**
 * YOLO before its boxes are decoded, one output for each level: of three anchors at every place a box, an objectness and
 * classes; [N, 3 · numbers, h, w], [N, 3, h, w, numbers], or with the grid in front.
 */
export const anchoredLevels = ({ id, whose, usual, shownBy, anchors, decode }: AnchoredYolo): DetectorLayout => ({
  id,
  usual,
  takesSides: true,
  recognise(head) {
    const levels = gridLevels(head);
    const numbers = (levels && numbersAt(head, levels)) ?? 0;
    if (!levels || numbers % ANCHORS !== 0 || numbers / ANCHORS <= BOX) return undefined;
    if (!levels.every(({ name }) => head.isAsConvolved(name))) return undefined;
    const [{ name }] = levels;
    const shown = shownBy(head, name);
    if (shown === undefined) return undefined;
    const classes = numbers / ANCHORS - BOX;
    return {
      outputs: levels.map((level) => level.name),
      columns: { classes },
      ...(anchors[levels.length] && { assumed: `its anchors are taken to be those of ${whose}` }),
      reason: `${name} has a box, an objectness and ${classes} classes for each of three anchors at one of ${levels.length} levels (${whose}: ${shown})`,
    };
  },
  boxes(builder, outputs, geometry) {
    const { size } = geometry;
    const strides = stridesOf(builder, outputs, size);
    const rows = levelRows(builder, outputs, ANCHORS);
    const squash = squasher(builder, outputs);
    const [centres, sides] = [lastAxis(builder, rows, 0, 2), lastAxis(builder, rows, 2, 4)];
    const decoded = decode({
      ...{ builder, sides, ...placesOf(builder, size, strides, ANCHORS) },
      squashed: { centres: squash(centres), sides: squash(sides) },
      anchors: builder.constant(anchorSides(geometry, strides, ANCHORS, anchors[strides.length]), 'anchors'),
      byLevel: (values) => builder.constant(levelValues(size, strides, values), 'byLevel'),
    });
    return cornersOf(builder, builder.op('Concat', [...decoded], { axis: int(-1) }));
  },
  scores: (builder, outputs, columns) => objectScores(builder, outputs, ANCHORS, columns),
});

/** Objectness times class, of levels whose rows begin with a box. */
export function objectScores(
  builder: GraphBuilder,
  outputs: readonly string[],
  anchors: number,
  columns?: RowColumns,
): DetectorScores {
  const rows = lastAxis(builder, levelRows(builder, outputs, anchors), BOX - 1, columns ? BOX + columns.classes : END);
  const said = squasher(builder, outputs)(rows);
  const [objectness, probabilities] = [lastAxis(builder, said, 0, 1), lastAxis(builder, said, 1, END)];
  return { scores: builder.op('Mul', [objectness, probabilities]), probabilities, objectness };
}

/** A sigmoid where the graph has none yet. */
function squasher(builder: GraphBuilder, outputs: readonly string[]): (tensor: string) => string {
  const isDone = isSquashed(builder.base.graph, outputs[0]);
  return (tensor) => (isDone ? tensor : builder.op('Sigmoid', [tensor]));
}

function levelValues(size: Size, strides: readonly number[], values: readonly number[]) {
  const rows = strides.flatMap((stride, level) =>
    new Array<number>(ANCHORS * placesAt(size, stride)).fill(values[level] ?? values[0]),
  );
  return floats([rows.length, 1], Float32Array.from(rows));
}
