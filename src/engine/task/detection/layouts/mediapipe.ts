import type { GraphBuilder } from '../../../graph/builder';
import { int, type Value } from '../../../graph/model';
import { floats } from '../../../tensor/tensor';
import type { Size } from '../fitting';
import type { DetectorHead } from '../head';
import type { DetectorLayout } from '../layout';
import { cornersOf, lastAxis, shapeIn } from '../parts';

/** Strides of grids, each with so many anchors at a place: faces, palms and bodies. */
const GRIDS: readonly (readonly (readonly [stride: number, anchors: number])[])[] = [
  [
    [8, 2],
    [16, 6],
  ],
  [
    [8, 2],
    [16, 2],
    [32, 6],
  ],
  [
    [16, 2],
    [32, 6],
  ],
  [[4, 1]],
];

const countAt = ([height, width]: Size, [stride, anchors]: readonly [number, number]): number =>
  Math.ceil(height / stride) * Math.ceil(width / stride) * anchors;

const gridsOf = (size: Size, proposals: number): (typeof GRIDS)[number] | undefined =>
  GRIDS.find((grids) => grids.reduce((sum, grid) => sum + countAt(size, grid), 0) === proposals);

/** Numbers of a row beside its score: a box and points, two each. */
const isRow = (length: unknown): boolean =>
  typeof length === 'number' && length >= 12 && length <= 20 && length % 2 === 0;

/**
 * One class, found from anchors without a size: the logit, and the box as centre, width and height in pixels from the
 * middle of its place; key points follow (MediaPipe's faces, palms and bodies). In one output [N, anchors, 1 + 16], or in
 * two, or in two for each grid.
 */
export const mediapipe: DetectorLayout = {
  id: 'mediapipe',
  usual: { preset: 'tensorflow', fit: 'contain', reason: "MediaPipe's detectors are fed so as a rule" },
  recognise(head) {
    const outputs = rowsOf(head);
    const proposals = outputs?.rows.reduce((sum, { shape }) => sum + Number(shape![1]), 0);
    if (!outputs || !gridsOf(head.size, proposals!)) return undefined;
    return {
      outputs: [...outputs.scores, ...outputs.rows].map(({ name }) => name),
      reason: `${outputs.rows[0].name} has boxes and key points from ${proposals} anchors (MediaPipe); the points are left out`,
    };
  },
  boxes(builder, outputs, { size }) {
    const rows = joined(builder, outputs.slice(outputs.length >> 1));
    const first = outputs.length === 1 ? 1 : 0;
    const middles = middlesOf(builder, size, outputs);
    const centre = builder.op('Add', [lastAxis(builder, rows, first, first + 2), middles]);
    const sides = lastAxis(builder, rows, first + 2, first + 4);
    return cornersOf(builder, builder.op('Concat', [centre, sides], { axis: int(-1) }));
  },
  scores(builder, outputs) {
    const logits =
      outputs.length === 1
        ? lastAxis(builder, outputs[0], 0, 1)
        : joined(builder, outputs.slice(0, outputs.length >> 1));
    const scores = builder.op('Sigmoid', [logits]);
    return { scores, probabilities: scores };
  },
};

/** Outputs of scores and of rows, the finest grid first; no scores where they stand in the rows. */
function rowsOf(head: DetectorHead): { scores: readonly Value[]; rows: readonly Value[] } | undefined {
  const ofRank = head.outputs.filter(({ shape }) => shape?.length === 3);
  const finest = (a: Value, b: Value): number => Number(b.shape![1]) - Number(a.shape![1]);
  const [whole] = ofRank.filter(({ shape }) => isRow(Number(shape![2]) - 1));
  if (whole) return { scores: [], rows: [whole] };
  const scores = ofRank.filter(({ shape }) => shape![2] === 1).sort(finest);
  const rows = ofRank.filter(({ shape }) => isRow(shape![2])).sort(finest);
  const pairs = rows.length > 0 && rows.every(({ shape }, k) => scores[k]?.shape?.[1] === shape![1]);
  return pairs && rows.length === scores.length ? { scores, rows } : undefined;
}

const joined = (builder: GraphBuilder, grids: readonly string[]): string =>
  grids.length === 1 ? grids[0] : builder.op('Concat', grids, { axis: int(1) });

/** The middle of each anchor's place in pixels: grid by grid, row by row. */
function middlesOf(builder: GraphBuilder, size: Size, outputs: readonly string[]): string {
  const rows = outputs.slice(outputs.length >> 1);
  const proposals = rows.reduce((sum, name) => sum + Number(shapeIn(builder, name)[1]), 0);
  const middles = (gridsOf(size, proposals) ?? []).flatMap(([stride, anchors]) => {
    const broad = Math.ceil(size[1] / stride);
    return Array.from({ length: countAt(size, [stride, anchors]) }, (_, k) => {
      const place = Math.floor(k / anchors);
      return [(place % broad) + 0.5, Math.floor(place / broad) + 0.5].map((at) => at * stride);
    });
  });
  return builder.constant(floats([middles.length, 2], middles.flat()), 'middles');
}
