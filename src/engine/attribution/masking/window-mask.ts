import { floats, type Tensor } from '../../tensor/tensor';
import type { GraphBuilder } from '../../graph/builder';
import type { MaskKind } from './masking';

export const WINDOW_RANGES = 'mask/ranges';

/** First and last-plus-one element of a window per axis of `[C, …]`. */
export type Window = readonly (readonly [from: number, to: number])[];

/** Masks that hide one box: only its corners cross into the graph. Without `perChannel` the box spans all channels. */
export function windowMask(perChannel: boolean): MaskKind {
  return {
    key: `windows:${perChannel}`,
    build(builder, dims) {
      builder.input(WINDOW_RANGES, 'float32', ['N', 2 * dims.length]);
      const axes = dims.map((_, axis) => axis).filter((axis) => perChannel || axis > 0);
      const hidden = axes
        .map((axis) => insideAxis(builder, dims, axis))
        .reduce((all, one) => builder.op('And', [all, one]));
      return builder.op('Where', [hidden, builder.scalar(0), builder.scalar(1)]);
    },
  };
}

/** Whether each index of an axis lies in the window, `[N, 1, …, length, …, 1]`. */
function insideAxis(builder: GraphBuilder, dims: readonly number[], axis: number): string {
  const shape = [1, ...dims.map((d, k) => (k === axis ? d : 1))];
  const positions = builder.constant(
    floats(
      shape,
      Float32Array.from({ length: dims[axis] }, (_, i) => i),
    ),
    'positions',
  );
  const bound = (column: number): string => {
    const picked = builder.op('Gather', [WINDOW_RANGES, builder.integers(column)], { axis: { kind: 'int', value: 1 } });
    return builder.op('Reshape', [picked, builder.integers(-1, ...dims.map(() => 1))]);
  };
  const from = builder.op('GreaterOrEqual', [positions, bound(2 * axis)]);
  const to = builder.op('Less', [positions, bound(2 * axis + 1)]);
  return builder.op('And', [from, to]);
}

/** The windows of one batch. */
export function windowFeeds(windows: readonly Window[]): Record<string, Tensor> {
  return {
    [WINDOW_RANGES]: floats(
      [windows.length, 2 * windows[0].length],
      windows.flatMap((window) => window.flat()),
    ),
  };
}
