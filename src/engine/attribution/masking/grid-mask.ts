import { floats, integers, type Tensor } from '../../tensor/tensor';
import type { GraphBuilder } from '../../graph/builder';
import type { MaskKind } from './masking';
import { interpolation } from './interpolation';
import { cellsOf, type RiseGrid } from './rise-masks';

const GRID = 'mask/grid';
const SHIFT = 'mask/shift';

/**
 * RISE masks from coarse 0/1 grids `[N, rows, columns]` and shifts `[N, 2]`. Bilinear upsampling is separable, so a
 * mask is R · grid · Cᵀ with the interpolation matrices R and C cropped at the shift: two small products per sample.
 */
export function gridMask(gridSize: number): MaskKind {
  return {
    key: `grid:${gridSize}`,
    build(builder, dims) {
      const spatial = dims.slice(1);
      const [rows, columns] = cellsOf(spatial, gridSize);
      const [height, width] = spatial.length === 1 ? [1, spatial[0]] : spatial;
      builder.input(GRID, 'float32', ['N', rows, columns]);
      builder.input(SHIFT, 'int64', ['N', 2]);
      const down = cropped(builder, { length: height, cells: rows, column: 0 });
      const across = builder.op('Transpose', [cropped(builder, { length: width, cells: columns, column: 1 })], {
        perm: { kind: 'ints', value: [0, 2, 1] },
      });
      const mask = builder.op('MatMul', [builder.op('MatMul', [down, GRID]), across]);
      return builder.op('Reshape', [mask, builder.integers(-1, 1, ...spatial)]);
    },
  };
}

interface Axis {
  readonly length: number;
  readonly cells: number;
  /** Which column of the shifts. */
  readonly column: number;
}

/** Rows shift … shift + length of the interpolation matrix, `[N, length, cells]`. */
function cropped(builder: GraphBuilder, { length, cells, column }: Axis): string {
  const { rows, first, second, share } = interpolation(length, cells);
  const weights = floats([rows, cells]);
  for (let row = 0; row < rows; row++) {
    weights.data[row * cells + first[row]] += 1 - share[row];
    weights.data[row * cells + second[row]] += share[row];
  }
  const matrix = builder.constant(weights, 'interpolation');
  const start = builder.op('Gather', [SHIFT, builder.integers(column)], { axis: { kind: 'int', value: 1 } });
  const positions = builder.constant(
    integers(
      Array.from({ length }, (_, i) => i),
      [1, length],
    ),
    'positions',
  );
  return builder.op('Gather', [matrix, builder.op('Add', [start, positions])], { axis: { kind: 'int', value: 0 } });
}

/** The grids and shifts of one batch. */
export function gridFeeds(grids: readonly RiseGrid[], cells: readonly [number, number]): Record<string, Tensor> {
  const values = new Float32Array(grids.length * cells[0] * cells[1]);
  grids.forEach((grid, n) => values.set(grid.cells, n * cells[0] * cells[1]));
  return {
    [GRID]: floats([grids.length, ...cells], values),
    [SHIFT]: integers(
      grids.flatMap((grid) => [...grid.shift]),
      [grids.length, 2],
    ),
  };
}
