import type { GraphBuilder } from '../../../graph/builder';
import { int, type Value } from '../../../graph/model';
import type { DetectorLayout } from '../layout';

/** What the graph has selected, by descending score: corners in pixels [k, 4], labels [k] and scores [k]. */
export const torchvision: DetectorLayout = {
  id: 'torchvision',
  ranked: true,
  recognise(head) {
    const named = [/box/i, /label|class/i, /score|conf/i].map((name) => head.named(name));
    // Exporters that name nothing call outputs by numbers.
    const [boxes, labels, scores] = named.every(Boolean) ? named : unnamed(head.outputs);
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

/** Rows of four numbers, and a whole number and a score for each: boxes, labels and scores. */
function unnamed(outputs: readonly Value[]): (Value | undefined)[] {
  const of = (type: string, rank: number): Value | undefined =>
    outputs.find((one) => one.type === type && one.shape?.length === rank && (rank === 1 || one.shape[1] === 4));
  return outputs.some(({ name }) => /[a-z]{3}/i.test(name)) ? [] : [of('float32', 2), of('int64', 1), of('float32', 1)];
}

/** ONNX's number of float32. */
const FLOAT = 1;

/** [k] as [1, k, 1]. */
const column = (builder: GraphBuilder, tensor: string): string =>
  builder.op('Unsqueeze', [tensor, builder.integers(0, 2)]);
