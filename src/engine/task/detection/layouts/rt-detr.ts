import type { DetectorLayout } from '../layout';
import { cornersOf, END, inPixels, lastAxis } from '../parts';
import { rtDetrInput } from '../usual';

/** Centre, width and height as shares and class probabilities of each query in one output, [N, queries, 4 + classes]. */
export const rtDetr: DetectorLayout = {
  id: 'rt-detr',
  usual: rtDetrInput,
  ranked: true,
  recognise(head) {
    const output = head.outputs.find(
      ({ name, shape }) =>
        shape?.length === 3 && Number(shape[2]) > 4 && Number(shape[1]) <= MOST && head.hasBehind(name, 'GridSample'),
    );
    if (!output) return undefined;
    return {
      outputs: [output.name],
      reason: `${output.name} has a box and ${Number(output.shape![2]) - 4} classes of ${output.shape![1]} queries (RT-DETR)`,
    };
  },
  boxes: (builder, [output], { size }) => inPixels(builder, cornersOf(builder, lastAxis(builder, output, 0, 4)), size),
  scores(builder, [output]) {
    const scores = lastAxis(builder, output, 4, END);
    return { scores, probabilities: scores };
  },
};

/** Queries at most. */
const MOST = 1000;
