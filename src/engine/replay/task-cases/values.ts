import { Execution } from '../../session/execution';
import { probabilities as probabilitiesOf } from '../../session/score';
import { labelMap } from '../../task/segmentation/label-map';
import { resized } from '../../task/segmentation/resizing';
import { floats, reshaped } from '../../tensor/tensor';
import type { RunCase } from '../adapter';
import { integers, vector } from '../metric-cases/arrays';

/** The outputs as they are, without the batch axis. */
export const values: RunCase = async ({ model, input, expected }, files) => {
  const network = await files.network(model as string);
  const output = await network.logits(files.floats(input as string), new Execution(files.signal));
  const flat = reshaped(output, [output.data.length]);
  return Object.fromEntries(Object.keys(expected).map((name) => [name, flat]));
};

/** One sigmoid per label, whether or not it is in the graph: the logits are what is before it. */
export const probabilities: RunCase = async ({ model, input, params }, files) => {
  const network = await files.network(model as string);
  const logits = await network.logits(files.floats(input as string), new Execution(files.signal));
  const own = probabilitiesOf(logits.data, logits.dims, 'sigmoid');
  return { probabilities: vector(own), predicted: integers(Array.from(own, (p) => (p >= params.threshold ? 1 : 0))) };
};

/** The class of each position, and of each pixel of the input. */
export const labels: RunCase = async ({ model, input }, files) => {
  const network = await files.network(model as string);
  const image = files.floats(input as string);
  const logits = await network.logits(image, new Execution(files.signal));
  const one = reshaped(logits, logits.dims.slice(1));
  const [height, width] = image.dims.slice(2);
  const large = resized(one, [height, width]);
  return {
    labels: integers(labelMap(one), one.dims.slice(1)),
    labelsAtInputSize: integers(labelMap(floats(large.dims, large.data)), [height, width]),
  };
};
