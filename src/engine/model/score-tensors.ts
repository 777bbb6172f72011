import { LensError } from '../../protocol/error';
import type { GraphBuilder } from '../graph/builder';
import { int, ints, type Dimension } from '../graph/model';
import { inOrder, toChannelsFirst } from '../tensor/channel-order';

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
  /** The tensor holds probabilities: its logarithm (for one value the log-odds) takes the place of logits. */
  readonly areProbabilities: boolean;
  /** Scores at positions [N, H, W, classes] are turned to classes first. */
  readonly classesLast: boolean;
}

/** Adds to a graph the tensors from which scores are read: logits with the classes on axis 1, and probabilities. */
export function scoreTensors(
  builder: GraphBuilder,
  { tensor, shape, areProbabilities, classesLast }: ScoreOptions,
): ScoreTensors {
  let [logits, own] = [tensor, shape];
  if (classesLast && shape.length === 4) {
    own = inOrder(shape, toChannelsFirst(4));
    logits = builder.op('Transpose', [tensor], { perm: ints(toChannelsFirst(4)) }, LOGITS);
    builder.describe({ name: logits, type: 'float32', shape: own });
  }
  const dims = own.slice(1).map((d) => (typeof d === 'number' ? d : 1));
  if (own.length < 2)
    throw new LensError({
      code: 'unsupported-model',
      what: `${tensor} has no axis of classes`,
      next: 'Name another tensor in the sidecar ("output")',
    });
  const binary = dims[0] === 1;
  if (areProbabilities) {
    logits = logarithm(builder, logits, binary);
    builder.describe({ name: logits, type: 'float32', shape: own });
  }
  if (binary) builder.op('Sigmoid', [logits], {}, PROBABILITIES);
  else builder.op('Softmax', [logits], { axis: int(1) }, PROBABILITIES);
  builder.describe({ name: PROBABILITIES, type: 'float32', shape: own });
  return { logits, probabilities: PROBABILITIES, dims };
}

/**
 * log p, or log p − log(1 − p) where one probability stands for two classes: what Softmax or Sigmoid turn back into p.
 */
function logarithm(builder: GraphBuilder, probabilities: string, binary: boolean): string {
  const log = (p: string, output?: string): string =>
    builder.op('Log', [builder.op('Max', [p, builder.scalar(LEAST_PROBABILITY)])], {}, output);
  if (!binary) return log(probabilities, LOG_PROBABILITIES);
  return builder.op(
    'Sub',
    [log(probabilities), log(builder.op('Sub', [builder.scalar(1), probabilities]))],
    {},
    LOG_PROBABILITIES,
  );
}
