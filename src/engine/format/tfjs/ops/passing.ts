import { int } from '../../../graph/model';
import type { Feature } from '../../builder/feature';
import { numbers, unsupportedUse, type OperatorCall, type OperatorConverter } from '../operator';
import { contentsOf, lengths } from './contents';

const ONNX_FLOAT = 1;
const ONNX_INT64 = 7;
const ONNX_BOOL = 9;

/**
 * The whole engine computes in float32 (and int64 for shapes): of all conversions only those between the two are left.
 */
function cast({ builder, node, inputs: [x] }: OperatorCall): Feature {
  const target = node.type('DstT');
  const whole = /^U?INT/.test(target);
  const truth = target === 'BOOL';
  if (Boolean(x.truth) === truth && (truth || Boolean(x.whole) === whole)) return x;
  const made = builder.mapped(x, 'Cast', [], { to: int(truth ? ONNX_BOOL : whole ? ONNX_INT64 : ONNX_FLOAT) });
  const known = truth ? undefined : contentsOf(x)?.map((d) => (typeof d === 'number' && whole ? Math.trunc(d) : d));
  return { ...made, whole, truth, ...(known && { contents: known }) };
}

function gathered(call: OperatorCall): Feature {
  const {
    builder,
    inputs: [x, indices],
  } = call;
  const axis = call.inputs[2] ? numbers(call, 2)[0] : 0;
  if (call.node.number('batch_dims', 0) !== 0)
    throw unsupportedUse(call, 'gathering from each image by its own indices is not supported');
  const [all, places] = [x.whole && x.shape.length === 1 ? contentsOf(x) : undefined, contentsOf(indices)];
  if (all && places?.every((d): d is number => typeof d === 'number')) {
    const contents = places.map((k) => all[k]);
    return lengths(builder, contents, indices.shape as number[], () =>
      builder.op('Gather', [x.tensor, indices.tensor], { axis: int(0) }),
    );
  }
  const at = axis < 0 ? axis + x.shape.length : axis;
  const shape = [...x.shape.slice(0, at), ...indices.shape, ...x.shape.slice(at + 1)];
  return {
    tensor: builder.op('Gather', [builder.plain(x), indices.tensor], { axis: int(at) }),
    shape,
    moved: false,
    whole: x.whole,
  };
}

export const passingOperators: readonly OperatorConverter[] = [
  {
    ops: [
      'Identity',
      'StopGradient',
      'PreventGradient',
      'CheckNumerics',
      'PlaceholderWithDefault',
      'Snapshot',
      'IdentityN',
      'EnsureShape',
      'FakeQuantWithMinMaxVars',
    ],
    build: ({ node, inputs }) => (node.op === 'IdentityN' ? inputs : inputs.slice(0, 1)),
  },
  { ops: ['Cast'], build: cast },
  { ops: ['GatherV2', 'Gather'], build: gathered },
];
