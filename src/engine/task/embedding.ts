import type { Graph, Node } from '../graph/model';
import { hasTrait } from '../graph/operators';
import { ancestorsOf } from '../graph/path';
import { producers } from '../graph/rewriting';
import type { Task } from './task';

/** Vectors whose distances say how alike images are. */
export const embedding: Task = {
  id: 'embedding',
  label: 'Embedding',
  link: 'identity',
  recognise({ model: { graph }, logits: { kind, activation, tensor } }) {
    if (activation !== 'none' || kind === 'dense' || kind === 'binary') return undefined;
    if (/embed|descriptor|feature_?vec/i.test(tensor)) return `the output is called ${tensor}`;
    return hasUnitLength(graph, tensor) ? `${tensor} is brought to length 1` : undefined;
  },
};

/** Whether a vector is divided by its own length. */
function hasUnitLength(graph: Graph, tensor: string): boolean {
  const made = producers(graph);
  let end = made.get(tensor);
  while (end && hasTrait(end, 'rearranging')) end = made.get(end.inputs[0]);
  if (end?.op === 'LpNormalization') return true;
  if (end?.op !== 'Div') return false;
  const [vector, length] = end.inputs;
  const isSquare = (name: string): boolean => made.get(name)?.inputs[0] === vector;
  const measures = ({ op, inputs: [input] }: Node): boolean =>
    op === 'ReduceL2' || op === 'ReduceSumSquare' ? input === vector : op === 'ReduceSum' && isSquare(input);
  return ancestorsOf(graph, length).some(measures);
}
