import { floats, integers } from '../../tensor/tensor';
import { int, numberAttribute, numbersAttribute, stringAttribute, type Node } from '../model';
import { scalarOf } from './scalar';
import { withInput, withoutAttributes, type Upgrader } from './upgrader';

/** Attributes of integers that later became an input at the given place. */
function integersToInput(ops: readonly string[], before: number, attribute: string, place: number): Upgrader {
  return {
    ops,
    before,
    upgrade(node, context) {
      const values = numbersAttribute(node, attribute);
      const attributes = withoutAttributes(node.attributes, attribute);
      if (!values || values.length === 0 || node.inputs[place]) return [{ ...node, attributes }];
      return [
        { ...node, attributes, inputs: withInput(node.inputs, place, context.constant(integers(values), attribute)) },
      ];
    },
  };
}

export const squeezeAxes = integersToInput(['Squeeze', 'Unsqueeze', 'ReduceSum'], 13, 'axes', 1);

export const reduceAxes = integersToInput(
  [
    'ReduceMax',
    'ReduceMean',
    'ReduceMin',
    'ReduceProd',
    'ReduceSumSquare',
    'ReduceL1',
    'ReduceL2',
    'ReduceLogSum',
    'ReduceLogSumExp',
  ],
  18,
  'axes',
  1,
);

export const splitSizes = integersToInput(['Split'], 13, 'split', 1);

/** Since 18 a Split without sizes says into how many parts. */
export const splitCount: Upgrader = {
  ops: ['Split'],
  before: 18,
  upgrade: (node) => [
    node.inputs[1] ? node : { ...node, attributes: { ...node.attributes, num_outputs: int(node.outputs.length) } },
  ],
};

export const sliceBounds: Upgrader = {
  ops: ['Slice'],
  before: 10,
  upgrade(node, context) {
    const starts = numbersAttribute(node, 'starts') ?? [];
    const given = [
      starts,
      numbersAttribute(node, 'ends') ?? [],
      numbersAttribute(node, 'axes') ?? starts.map((_, axis) => axis),
    ];
    const names = ['starts', 'ends', 'axes'].map((hint, k) => context.constant(integers(given[k]), hint));
    return [
      {
        ...node,
        inputs: [node.inputs[0], ...names],
        attributes: withoutAttributes(node.attributes, 'starts', 'ends', 'axes'),
      },
    ];
  },
};

export const topKCount: Upgrader = {
  ops: ['TopK'],
  before: 10,
  upgrade(node, context) {
    const count = context.constant(integers([numberAttribute(node, 'k', 1)]), 'k');
    return [{ ...node, inputs: [node.inputs[0], count], attributes: withoutAttributes(node.attributes, 'k') }];
  },
};

export const clipBounds: Upgrader = {
  ops: ['Clip'],
  before: 11,
  upgrade(node, context) {
    const type = context.facts(node.inputs[0])?.type ?? 'float32';
    const bound = (name: string): string =>
      name in node.attributes ? context.constant(scalarOf(type, numberAttribute(node, name, 0)), name) : '';
    const inputs = [node.inputs[0], bound('min'), bound('max')];
    while (inputs.at(-1) === '') inputs.pop();
    return [{ ...node, inputs, attributes: withoutAttributes(node.attributes, 'min', 'max') }];
  },
};

export const padAmounts: Upgrader = {
  ops: ['Pad'],
  before: 11,
  upgrade(node, context) {
    const pads = numbersAttribute(node, 'pads') ?? numbersAttribute(node, 'paddings') ?? [];
    const inputs = [node.inputs[0], context.constant(integers(pads), 'pads')];
    const value = numberAttribute(node, 'value', 0);
    if (stringAttribute(node, 'mode', 'constant') === 'constant' && value !== 0) {
      inputs.push(context.constant(scalarOf(context.facts(node.inputs[0])?.type ?? 'float32', value), 'value'));
    }
    return [{ ...node, inputs, attributes: withoutAttributes(node.attributes, 'pads', 'paddings', 'value') }];
  },
};

export const upsampleScales: Upgrader = {
  ops: ['Upsample'],
  before: 9,
  upgrade(node, context) {
    const scales = numbersAttribute(node, 'scales') ?? [];
    return [
      {
        ...node,
        inputs: [node.inputs[0], context.constant(floats([scales.length], scales), 'scales')],
        attributes: withoutAttributes(node.attributes, 'scales'),
      },
    ];
  },
};

/** The axis of a discrete Fourier transform. */
export const fourierAxis: Upgrader = {
  ops: ['DFT'],
  before: 20,
  upgrade(node: Node, context) {
    const axis = context.constant(scalarOf('int64', numberAttribute(node, 'axis', 1)), 'axis');
    return [
      { ...node, inputs: withInput(node.inputs, 2, axis), attributes: withoutAttributes(node.attributes, 'axis') },
    ];
  },
};
