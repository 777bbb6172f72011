import { ints, stringAttribute, text } from '../../model';
import type { Upgrader } from '../upgrader';
import { activations } from './activation';
import { attentions } from './attention';
import { contributed } from './contributed';
import { normalizations } from './normalization';
import { products } from './product';

/** Operators that ONNX took over later. */
const adopted = [
  contributed('Trilu', (node, made) => {
    made.op('Trilu', node.inputs, node.attributes, node.outputs[0]);
    return true;
  }),
  contributed('GridSample', (node, made) => {
    const mode = stringAttribute(node, 'mode', 'bilinear').replace(/^bi(linear|cubic)$/, '$1');
    made.op('GridSample', node.inputs, { ...node.attributes, mode: text(mode) }, node.outputs[0]);
    return true;
  }),
];

/** Where providers that work on channels-last images leave their operators: the same as ONNX's but for the order. */
const CHANNELS_LAST = 'com.ms.internal.nhwc';
const turned = [
  'Conv',
  'ConvTranspose',
  'MaxPool',
  'AveragePool',
  'GlobalMaxPool',
  'GlobalAveragePool',
  'BatchNormalization',
  'InstanceNormalization',
  'LRN',
  'DepthToSpace',
  'SpaceToDepth',
].map((op) =>
  contributed(
    op,
    (node, made, { facts }) => {
      const rank = facts(node.inputs[0])?.shape?.length;
      if (rank === undefined || rank < 3 || node.outputs.length > 1) return false;
      const inner = Array.from({ length: rank - 2 }, (_, k) => k + 1);
      const first = made.op('Transpose', [node.inputs[0]], { perm: ints([0, rank - 1, ...inner]) });
      const result = made.op(op, [first, ...node.inputs.slice(1)], node.attributes);
      made.op('Transpose', [result], { perm: ints([0, ...inner.map((k) => k + 1), 1]) }, node.outputs[0]);
      return true;
    },
    CHANNELS_LAST,
  ),
);

/** Everything of ONNX Runtime's own that is taken apart. */
export const microsoftUpgraders: readonly Upgrader[] = Object.freeze([
  ...products,
  ...activations,
  ...normalizations,
  ...attentions,
  ...adopted,
  ...turned,
]);
