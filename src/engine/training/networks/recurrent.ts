import { int, ints, text } from '../../graph/model';
import { boolean, choice, integer } from '../../parameter/kinds';
import type { ValuesOf } from '../../parameter/schema';
import { appendClassifier } from './classifier';
import { Layers, type Layer } from './layers';
import type { FreshNetwork, NetworkFacts } from './network';
import { dropout } from './parameters';

export const recurrentParams = [
  integer({ name: 'units', label: 'Units', description: 'Of each direction', default: 6, minimum: 1, maximum: 4096 }),
  boolean({
    name: 'bidirectional',
    label: 'Both directions',
    description: 'Reads the sequence from its end, too',
    default: true,
  }),
  choice({
    name: 'readout',
    label: 'Read',
    description: 'What the classifier sees: the state after every step, or the last one',
    choices: [
      { value: 'all', label: 'after every step' },
      { value: 'last', label: 'at the end' },
    ],
    default: 'all',
  }),
  dropout(0),
] as const;

/** An operator of ONNX that reads a sequence, and the gates of one unit. */
interface Cell {
  readonly op: 'LSTM' | 'GRU';
  readonly gates: number;
}

/** A sequence of time steps, or of the rows of an image, read by a recurrent layer; then one fully connected layer. */
export function recurrentNetwork(
  id: string,
  { op, gates }: Cell,
  { units, bidirectional, readout, dropout: share }: ValuesOf<typeof recurrentParams>,
  facts: NetworkFacts,
): FreshNetwork {
  const layers = Layers.from(id, facts);
  const sequence = stepsOf(layers);
  const [steps, values] = sequence.dims;
  const directions = bidirectional ? 2 : 1;
  const name = layers.name(op.toLowerCase());
  const weight = (part: string, ...dims: number[]): string =>
    layers.uniform(`${name}.${part}`, [directions, ...dims], units);
  const inputs = [
    sequence.name,
    weight('W', gates * units, values),
    weight('R', gates * units, units),
    weight('B', 2 * gates * units),
  ];
  const states = [`${name}.states`, `${name}.last`];
  layers.builder.ops(
    op,
    inputs,
    {
      hidden_size: int(units),
      direction: text(bidirectional ? 'bidirectional' : 'forward'),
      // As PyTorch and cuDNN have it: the reset gate works on what the recurrent weights made of the state.
      ...(op === 'GRU' && { linear_before_reset: int(1) }),
    },
    states.length,
    states,
  );
  const [all, last] = states;
  const seen =
    readout === 'all'
      ? layers.node('Transpose', [all], `${name}.by-input`, [steps, directions, units], { perm: ints([2, 0, 1, 3]) })
      : layers.node('Transpose', [last], `${name}.by-input`, [directions, units], { perm: ints([1, 0, 2]) });
  appendClassifier(layers, seen, { dropout: share }, facts.classes);
  return layers.build();
}

/** [steps, batch, values]: points of a signal with its channels, rows of an image with all their values. */
function stepsOf(layers: Layers): Layer {
  const [channels, steps, columns = 1] = layers.input.dims;
  const isImage = layers.input.dims.length === 3;
  const perm = ints(isImage ? [2, 0, 1, 3] : [2, 0, 1]);
  const turned = layers.node('Transpose', [layers.input.name], 'steps', [steps, channels * columns], { perm });
  if (!isImage) return turned;
  const shape = layers.builder.integers(steps, -1, channels * columns);
  return layers.node('Reshape', [turned.name, shape], 'rows', turned.dims);
}
