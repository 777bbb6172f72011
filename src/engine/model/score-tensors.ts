import type { Link } from '../../protocol/model';
import type { GraphBuilder } from '../graph/builder';
import { int, ints, type Attributes, type Dimension } from '../graph/model';
import { scoreAxes } from '../graph/score-axes';

const [LOGITS, PROBABILITIES, LOG_PROBABILITIES] = ['lens:logits', 'lens:probabilities', 'lens:log-probabilities'];
/** Below this a probability is rounding noise, and its logarithm would be −∞. */
const LEAST_PROBABILITY = 1e-12;

export interface ScoreTensors {
  readonly logits: string;
  readonly probabilities: string;
  /** Shape of the logits without the batch axis, classes first. */
  readonly dims: readonly number[];
}

export interface ScoreOptions {
  /** The tensor the model offers. */
  readonly tensor: string;
  readonly shape: readonly Dimension[];
  /** The tensor holds probabilities: their logarithms, or the log-odds of each by itself, take the place of logits. */
  readonly areProbabilities: boolean;
  /** What makes the model's own numbers of the logits. */
  readonly link: Link;
  /** Where the classes stand in the tensor, negative from the end; on the second axis by default. */
  readonly classAxis?: number;
}

/** Adds to a graph the tensors from which scores are read: logits with the classes on axis 1, and probabilities. */
export function scoreTensors(
  builder: GraphBuilder,
  { tensor, shape, areProbabilities, link, classAxis }: ScoreOptions,
): ScoreTensors {
  const { shape: own, added, order } = scoreAxes(shape, classAxis);
  const dims = own.slice(1).map((d) => (typeof d === 'number' ? d : 1));
  let logits = tensor;
  const arranged = (op: string, inputs: string[], attributes?: Attributes): void => {
    logits = builder.op(op, [logits, ...inputs], attributes, builder.fresh(LOGITS));
  };
  if (added.length > 0) arranged('Unsqueeze', [builder.integers(...added)]);
  if (order.some((axis, k) => axis !== k)) arranged('Transpose', [], { perm: ints(order) });
  if (logits !== tensor) builder.describe({ name: logits, type: 'float32', shape: own });
  const apart = dims[0] === 1 || link === 'sigmoid';
  if (areProbabilities) {
    logits = logarithm(builder, logits, own, apart);
  }
  if (link === 'identity') builder.op('Identity', [logits], {}, PROBABILITIES);
  else if (apart) builder.op('Sigmoid', [logits], {}, PROBABILITIES);
  else builder.op('Softmax', [logits], { axis: int(1) }, PROBABILITIES);
  builder.describe({ name: PROBABILITIES, type: 'float32', shape: own });
  return { logits, probabilities: PROBABILITIES, dims };
}

/**
 * log p, or log p − log(1 − p) where each probability stands by itself: what Softmax or Sigmoid turn back into p.
 */
function logarithm(builder: GraphBuilder, probabilities: string, shape: readonly Dimension[], apart: boolean): string {
  // The shape of every tensor has been found before: whoever appends nodes that gradients cross says theirs.
  const made = (op: string, inputs: string[], output?: string): string => {
    const name = builder.op(op, inputs, {}, output);
    builder.describe({ name, type: 'float32', shape });
    return name;
  };
  const log = (p: string, output?: string): string =>
    made('Log', [made('Max', [p, builder.scalar(LEAST_PROBABILITY)])], output);
  if (!apart) return log(probabilities, LOG_PROBABILITIES);
  return made('Sub', [log(probabilities), log(made('Sub', [builder.scalar(1), probabilities]))], LOG_PROBABILITIES);
}
