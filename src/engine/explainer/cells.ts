import type { GraphBuilder } from '../graph/builder';
import { sizeOf } from '../tensor/tensor';

/** The features that an explainer chooses from: equal cells of the input's positions, cut off at the far edges. */
export interface CellGrid {
  /** [C, H, W], [C, L] or [C, D, H, W]. */
  readonly inputDims: readonly number[];
  /** Positions along each side of a cell. */
  readonly cell: number;
  /** Cells along each axis. */
  readonly sides: readonly number[];
  readonly count: number;
}

/** Cells along the shorter side of an image, and along a signal, unless told. */
const [ALONG_IMAGES, ALONG_SIGNALS] = [8, 32];

export function cellGrid(inputDims: readonly number[], cell = usualCell(inputDims)): CellGrid {
  const sides = inputDims.slice(1).map((length) => Math.ceil(length / cell));
  return { inputDims, cell, sides, count: sizeOf(sides) };
}

const usualCell = ([, ...positions]: readonly number[]): number =>
  Math.ceil(Math.min(...positions) / (positions.length === 1 ? ALONG_SIGNALS : ALONG_IMAGES));

/** Appends what makes of a number per cell [N, count] one per position [N, 1, …]. */
export function appendPositions(builder: GraphBuilder, cells: string, grid: CellGrid, output?: string): string {
  const { inputDims, cell, sides } = grid;
  const whole = sides.map((side) => side * cell);
  const positions = inputDims.slice(1);
  const isRagged = whole.some((length, axis) => length > positions[axis]);
  const apart = builder.op('Reshape', [cells, builder.integers(-1, 1, ...sides.flatMap((side) => [side, 1]))]);
  const repeated = builder.op('Expand', [apart, builder.integers(1, 1, ...sides.flatMap((side) => [side, cell]))]);
  const joined = [repeated, builder.integers(-1, 1, ...whole)];
  if (!isRagged) return builder.op('Reshape', joined, {}, output);
  const axes = positions.map((_, axis) => axis + 2);
  const bounds = [positions.map(() => 0), positions, axes].map((numbers) => builder.integers(...numbers));
  return builder.op('Slice', [builder.op('Reshape', joined), ...bounds], {}, output);
}

/** Which positions of a plane lie in chosen cells: 1 there, 0 elsewhere. */
export function shownPositions({ inputDims, cell, sides }: CellGrid, chosen: readonly number[]): Uint8Array {
  const positions = inputDims.slice(1);
  const shown = new Uint8Array(sizeOf(positions));
  const isChosen = new Set(chosen);
  for (let p = 0; p < shown.length; p++) {
    let [rest, index, cells] = [p, 0, 1];
    for (let axis = positions.length - 1; axis >= 0; axis--) {
      index += cells * Math.floor((rest % positions[axis]) / cell);
      rest = Math.floor(rest / positions[axis]);
      cells *= sides[axis];
    }
    shown[p] = Number(isChosen.has(index));
  }
  return shown;
}
