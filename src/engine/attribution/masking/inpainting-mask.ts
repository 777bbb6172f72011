import type { GraphBuilder } from '../../graph/builder';
import { integers } from '../../tensor/tensor';
import { coalitionMask } from './coalition-mask';
import { BASELINE, IMAGE, type MaskKind } from './masking';

/** Keeps 0/0 at 0 where no pixel of a region is shown. */
const TINY = 1e-12;

/**
 * Coalitions whose hidden segments are inpainted from the shown ones: colours are averaged up a pyramid, with the share
 * shown as their weight, and interpolated down again where nothing is shown. With nothing shown at all the baseline's
 * mean remains.
 * @see Gortler et al. 1996, The lumigraph, section 3.3 (push-pull)
 */
export const inpaintingMask: MaskKind = {
  key: 'coalitions:inpainted',
  build: coalitionMask.build,
  fill(builder, mask, dims) {
    const levels = pyramid(builder, mask, dims.slice(1));
    const axes = builder.integers(...dims.slice(1).map((_, axis) => axis + 2));
    const nothing = builder.op('ReduceMean', [BASELINE, axes], { keepdims: { kind: 'int', value: 1 } });
    return levels.reduceRight((coarser, level, index) => {
      const below = index === levels.length - 1 ? coarser : enlarged(builder, coarser, level.size);
      const known = builder.op('Mul', [level.weight, builder.op('Sub', [level.colour, below])]);
      return builder.op('Add', [below, known]);
    }, nothing);
  },
};

interface Level {
  readonly size: readonly number[];
  /** Mean colour of what is shown, `[N, C, …size]`. */
  readonly colour: string;
  /** How sure that colour is, 0..1, `[N, 1, …size]`. */
  readonly weight: string;
}

function pyramid(builder: GraphBuilder, mask: string, size: readonly number[]): Level[] {
  const levels: Level[] = [{ size, colour: IMAGE, weight: mask }];
  const children = 2 ** size.length;
  let sum = builder.op('Mul', [IMAGE, mask]);
  let weight = mask;
  for (let current = size; current.some((d) => d > 1);) {
    current = current.map((d) => Math.ceil(d / 2));
    sum = halved(builder, sum, current.length);
    const share = halved(builder, weight, current.length);
    const colour = builder.op('Div', [sum, builder.op('Max', [share, builder.scalar(TINY)])]);
    weight = builder.op('Min', [builder.op('Mul', [share, builder.scalar(children)]), builder.scalar(1)]);
    levels.push({ size: current, colour, weight });
    sum = builder.op('Mul', [colour, weight]);
  }
  return levels;
}

function halved(builder: GraphBuilder, tensor: string, axes: number): string {
  const two = { kind: 'ints' as const, value: new Array<number>(axes).fill(2) };
  return builder.op('AveragePool', [tensor], { kernel_shape: two, strides: two, ceil_mode: { kind: 'int', value: 1 } });
}

function enlarged(builder: GraphBuilder, tensor: string, size: readonly number[]): string {
  const shape = builder.op(
    'Concat',
    [
      builder.op('Slice', [builder.op('Shape', [tensor]), builder.integers(0), builder.integers(2)]),
      builder.constant(integers(size)),
    ],
    { axis: { kind: 'int', value: 0 } },
  );
  return builder.op('Resize', [tensor, '', '', shape], { mode: { kind: 'string', value: 'linear' } });
}
