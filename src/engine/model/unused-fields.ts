import type { Recipe } from '../../protocol/recipe';
import type { TaskDescription } from '../../protocol/task';
import type { Model } from '../graph/model';
import type { ChannelOrder } from '../tensor/channel-order';

/** What the graph has to say about the fields of a sidecar. */
interface Use {
  readonly layout: ChannelOrder;
  readonly dims: readonly number[];
  readonly task: Pick<TaskDescription, 'id'>;
  /** The model as it is stored and as it is run: both have names for its tensors. */
  readonly models: readonly Model[];
}

const AXES: Readonly<Record<ChannelOrder, string>> = { nchw: 'channels first', nhwc: 'channels last' };
const MOST_NAMED = 3;

/** Fields of a sidecar that the model has no use for: said, since a person meant something by each. */
export function unusedFields(given: Recipe, { layout, dims, task, models }: Use): string[] {
  const [channels] = dims;
  const notes: string[] = [];
  if (given.layout && given.layout !== layout)
    notes.push(`"layout" in the sidecar is ${given.layout}, but the graph takes ${AXES[layout]}: it is not used.`);
  if (given.color && given.color !== 'gray' && channels === 1)
    notes.push(`"color" in the sidecar is ${given.color}, but the model takes one channel: images are made grey.`);
  if (given.composite && given.composite.some((band) => band > channels))
    notes.push(`"composite" in the sidecar names bands beyond the ${channels} of the model.`);
  if (given.detection && task.id !== 'detection')
    notes.push(`"detection" in the sidecar is not used: the task is ${task.id}.`);
  if (given.thresholds !== undefined && task.id !== 'multi-label')
    notes.push(`"thresholds" in the sidecar is not used: the task is ${task.id}.`);
  if (given.units !== undefined && task.id !== 'regression')
    notes.push(`"units" in the sidecar is not used: the task is ${task.id}.`);
  const unknown = Object.keys(given.layers ?? {}).filter((name) => !models.some(({ graph }) => hasTensor(graph, name)));
  if (unknown.length > 0)
    notes.push(`"layers" in the sidecar names what is no tensor of the model: ${named(unknown)}.`);
  return notes;
}

const hasTensor = ({ inputs, nodes }: Model['graph'], name: string): boolean =>
  inputs.some((input) => input.name === name) || nodes.some(({ outputs }) => outputs.includes(name));

const named = (names: readonly string[]): string =>
  names
    .slice(0, MOST_NAMED)
    .map((name) => name.slice(0, 60))
    .join(', ') + (names.length > MOST_NAMED ? `, and ${names.length - MOST_NAMED} more` : '');
