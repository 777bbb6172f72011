import { integers } from '../../tensor/tensor';
import { int, numberAttribute } from '../model';
import { scalarOf } from './scalar';
import { replacement, withoutAttributes, type Upgrader } from './upgrader';

/** Before operator set 9, `spatial = 0` normalised every position by its own statistics of shape [C, …]. */
export const positionwiseBatchNorm: Upgrader = {
  ops: ['BatchNormalization'],
  before: 9,
  upgrade(node, context) {
    if (numberAttribute(node, 'spatial', 1) !== 0)
      return [{ ...node, attributes: withoutAttributes(node.attributes, 'spatial') }];
    const [x, scale, bias, mean, variance] = node.inputs;
    const type = context.facts(x)?.type ?? 'float32';
    const epsilon = context.constant(scalarOf(type, numberAttribute(node, 'epsilon', 1e-5)), 'epsilon');
    const [centred, safe, deviation, unit, scaled] = ['centred', 'safe', 'deviation', 'unit', 'scaled'].map((hint) =>
      context.fresh(`${node.outputs[0]}_${hint}`),
    );
    return [
      replacement(node, 'Sub', [x, mean], [centred]),
      replacement(node, 'Add', [variance, epsilon], [safe]),
      replacement(node, 'Sqrt', [safe], [deviation]),
      replacement(node, 'Div', [centred, deviation], [unit]),
      replacement(node, 'Mul', [unit, scale], [scaled]),
      replacement(node, 'Add', [scaled, bias], [node.outputs[0]]),
    ];
  },
};

/**
 * The outputs of training (running and saved statistics), which an exporter may have left, mean nothing in inference.
 */
export const inferenceBatchNorm: Upgrader = {
  ops: ['BatchNormalization'],
  before: 14,
  upgrade(node, context) {
    const used = node.outputs.slice(1).some((name) => name && context.isUsed(name));
    return [used ? node : { ...node, outputs: node.outputs.slice(0, 1) }];
  },
};

/** Before operator set 21, scale and bias held one value per group; since then one per channel. */
export const perChannelGroupNorm: Upgrader = {
  ops: ['GroupNormalization'],
  before: 21,
  upgrade(node, context) {
    const [x, scale, bias] = node.inputs;
    const groups = context.constant(integers([numberAttribute(node, 'num_groups', 1)]), 'groups');
    const column = context.constant(integers([-1, 1]), 'column');
    const flat = context.constant(integers([-1]), 'flat');
    const [channels, each, wide] = ['channels', 'each', 'wide'].map((hint) =>
      context.fresh(`${node.outputs[0]}_${hint}`),
    );
    const spread = (parameter: string): [string, ReturnType<typeof replacement>[]] => {
      const [tall, repeated, long] = ['tall', 'repeated', 'long'].map((hint) => context.fresh(`${parameter}_${hint}`));
      return [
        long,
        [
          replacement(node, 'Reshape', [parameter, column], [tall]),
          replacement(node, 'Expand', [tall, wide], [repeated]),
          replacement(node, 'Reshape', [repeated, flat], [long]),
        ],
      ];
    };
    const [longScale, scaleNodes] = spread(scale);
    const [longBias, biasNodes] = spread(bias);
    return [
      replacement(node, 'Shape', [x], [channels], { start: int(1), end: int(2) }),
      replacement(node, 'Div', [channels, groups], [each]),
      replacement(node, 'Concat', [groups, each], [wide], { axis: int(0) }),
      ...scaleNodes,
      ...biasNodes,
      { ...node, inputs: [x, longScale, longBias] },
    ];
  },
};
