import type { GraphBuilder } from '../../graph/builder';
import { int } from '../../graph/model';
import { number } from '../../parameter/kinds';
import { defineLoss } from './loss';
import { reduced } from './reduction';

/** Numbers of a box. */
const BOX = 4;

/**
 * Of a detector without anchors, [N, 4 + classes, places]: a binary cross-entropy of the classes against heat maps h of
 * 0 … 1, and the distance |b − t| of the boxes where an object is, both per object: Σ (softplus(z) − h z) / Σ h + w Σ max h
 * |b − t| / 4 Σ h. Heat maps after Zhou et al. 2019 (https://arxiv.org/abs/1904.07850).
 */
export const boxesAtPlaces = defineLoss({
  id: 'boxes-at-places',
  label: 'Boxes at places',
  targets: 'values',
  params: [
    number({
      name: 'boxWeight',
      label: 'Weight of the boxes',
      description: 'How much the places of boxes count beside their classes',
      default: 1,
      minimum: 0,
    }),
  ],
  build(context, { boxWeight }) {
    const { builder, output, targets } = context;
    const [logits, heat] = [output, targets].map((tensor) => cut(builder, tensor, BOX, Number.MAX_SAFE_INTEGER));
    const [boxes, wanted] = [output, targets].map((tensor) => cut(builder, tensor, 0, BOX));
    const objects = builder.op('Max', [reduced(context, heat, 'sum'), builder.scalar(1)]);
    const missed = builder.op('Sub', [builder.op('Softplus', [logits]), builder.op('Mul', [heat, logits])]);
    const away = builder.op('Abs', [builder.op('Sub', [boxes, wanted])]);
    const there = builder.op('ReduceMax', [heat, builder.integers(1)], { keepdims: int(1) });
    const misplaced = reduced(context, builder.op('Mul', [away, there]), 'sum');
    const weighted = builder.op('Mul', [misplaced, builder.scalar(boxWeight / BOX)]);
    return builder.op('Div', [builder.op('Add', [reduced(context, missed, 'sum'), weighted]), objects]);
  },
});

const cut = (builder: GraphBuilder, tensor: string, from: number, to: number): string =>
  builder.op('Slice', [tensor, builder.integers(from), builder.integers(to), builder.integers(1)]);
