import { LensError } from '../../../../protocol/error';
import { int } from '../../../graph/model';
import { floats, type FloatTensor } from '../../../tensor/tensor';
import type { DetectorLayout } from '../layout';
import { cornersOf, END, lastAxis } from '../parts';

/** Larger steps of a width or a height are cut off (torchvision): e^… = 1000/16. */
const MOST = Math.log(1000 / 16);

/** Logits of a sigmoid per class, and steps dx, dy, dw, dh from anchors; boxes end at the edges of the image. */
export const retinanet: DetectorLayout = {
  id: 'retinanet',
  recognise(head) {
    const [logits, steps] = [head.named(/cls|class|logits/i), head.named(/regression|deltas/i)];
    if (steps?.shape?.length !== 3 || steps.shape[2] !== 4 || logits?.shape?.length !== 3) return undefined;
    return {
      outputs: [logits.name, steps.name],
      reason: `${logits.name} and ${steps.name} are classes and steps from ${steps.shape[1]} anchors (RetinaNet)`,
    };
  },
  boxes(builder, [, steps], { size: [height, width], anchors }) {
    if (!anchors)
      throw new LensError({
        code: 'invalid-argument',
        what: 'the boxes of this detector are told against anchors, which are not given',
        next: 'State the anchors [proposals, 4] in the sidecar',
      });
    const { centres, sizes } = centred(anchors);
    const at = builder.constant(sizes, 'anchorSizes');
    const moved = builder.op('Add', [
      builder.op('Mul', [lastAxis(builder, steps, 0, 2), at]),
      builder.constant(centres, 'anchorCentres'),
    ]);
    const grown = builder.op('Exp', [builder.op('Min', [lastAxis(builder, steps, 2, END), builder.scalar(MOST)])]);
    const corners = cornersOf(
      builder,
      builder.op('Concat', [moved, builder.op('Mul', [grown, at])], { axis: int(-1) }),
    );
    const edges = builder.constant(floats([4], [width, height, width, height]), 'edges');
    return builder.op('Max', [builder.op('Min', [corners, edges]), builder.scalar(0)]);
  },
  scores(builder, [logits]) {
    const scores = builder.op('Sigmoid', [logits]);
    return { scores, probabilities: scores };
  },
};

function centred({ data, dims: [count] }: FloatTensor): { centres: FloatTensor; sizes: FloatTensor } {
  const [centres, sizes] = [floats([count, 2]), floats([count, 2])];
  for (let k = 0; k < 2 * count; k++) {
    const low = data[4 * (k >> 1) + (k & 1)];
    const high = data[4 * (k >> 1) + (k & 1) + 2];
    sizes.data[k] = high - low;
    centres.data[k] = (low + high) / 2;
  }
  return { centres, sizes };
}
