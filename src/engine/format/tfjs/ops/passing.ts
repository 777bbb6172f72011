import { int } from '../../../graph/model';
import type { Feature } from '../../canvas/feature';
import { numbers, type OperatorCall, type OperatorConverter } from '../operator';

const ONNX_FLOAT = 1;
const ONNX_INT64 = 7;

/** The whole engine computes in float32 (and int64 for shapes): of all conversions only those between the two are left. */
function cast({ canvas, node, inputs: [x] }: OperatorCall): Feature {
  const whole = /^U?INT/.test(node.type('DstT'));
  if (Boolean(x.whole) === whole) return x;
  return { ...canvas.mapped(x, 'Cast', [], { to: int(whole ? ONNX_INT64 : ONNX_FLOAT) }), whole };
}

function gathered(call: OperatorCall): Feature {
  const { canvas, inputs: [x, indices] } = call;
  const axis = call.inputs[2] ? numbers(call, 2)[0] : 0;
  const at = axis < 0 ? axis + x.shape.length : axis;
  const shape = [...x.shape.slice(0, at), ...indices.shape, ...x.shape.slice(at + 1)];
  return { tensor: canvas.op('Gather', [canvas.plain(x), indices.tensor], { axis: int(at) }), shape, moved: false, whole: x.whole };
}

export const passingOperators: readonly OperatorConverter[] = [
  { ops: ['Identity', 'StopGradient', 'PreventGradient', 'CheckNumerics', 'PlaceholderWithDefault', 'Snapshot', 'IdentityN'], draw: ({ inputs }) => inputs },
  { ops: ['Cast'], draw: cast },
  { ops: ['GatherV2', 'Gather'], draw: gathered },
];
