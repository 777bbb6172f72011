import type { GraphBuilder } from '../../../graph/builder';
import { int } from '../../../graph/model';
import type { DetectorLayout } from '../layout';

/** What the graph has selected, by descending score: corners in pixels [k, 4], labels [k] and scores [k]. */
export const torchvision: DetectorLayout = {
  id: 'torchvision',
  ranked: true,
  recognise(head) {
    const [boxes, labels, scores] = [/box/i, /label|class/i, /score|conf/i].map((name) => head.named(name));
    if (boxes?.shape?.length !== 2 || boxes.shape[1] !== 4) return undefined;
    if (labels?.shape?.length !== 1 || scores?.shape?.length !== 1) return undefined;
    return {
      outputs: [boxes.name, labels.name, scores.name],
      reason: `${boxes.name}, ${labels.name} and ${scores.name} are boxes that the graph has selected (torchvision)`,
    };
  },
  boxes: (builder, [boxes]) => builder.op('Unsqueeze', [boxes, builder.integers(0)]),
  scores(builder, [, labels, selected]) {
    const scores = column(builder, selected);
    const numbers = builder.op('Cast', [labels], { to: int(FLOAT) });
    return { scores, labels: column(builder, numbers), probabilities: scores };
  },
};

/** ONNX's number of float32. */
const FLOAT = 1;

/** [k] as [1, k, 1]. */
const column = (builder: GraphBuilder, tensor: string): string =>
  builder.op('Unsqueeze', [tensor, builder.integers(0, 2)]);
