import { boolean } from '../../parameter/kinds';
import { Layers, type Layer } from './layers';
import type { NetworkKind } from './network';
import { dropout, hidden, sizes } from './parameters';

const params = [
  hidden([100, 100]),
  boolean({
    name: 'residual',
    label: 'Residual layers',
    description: 'A layer as wide as the one before adds to it what it finds, as in the MNIST-1D paper',
    default: true,
  }),
  dropout(0),
] as const;

export const mlp: NetworkKind<typeof params> = {
  id: 'mlp',
  label: 'Multi-layer perceptron',
  description: 'fully connected layers with ReLU on the values of the input',
  of: 'any',
  params,
  build({ hidden: units, residual, dropout: share }, facts) {
    const layers = Layers.from('mlp', facts);
    const next = (x: Layer, width: number, i: number): Layer => {
      const own = layers.relu(layers.dense(x, width));
      return residual && i > 0 && width === x.dims[0] ? layers.add(x, own) : own;
    };
    const last = sizes(units, 'hidden').reduce(next, layers.dropout(layers.flat(layers.input), share));
    layers.dense(last, facts.classes, 'logits');
    return layers.build();
  },
};
