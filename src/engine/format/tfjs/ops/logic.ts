import { int } from '../../../graph/model';
import type { Feature } from '../../canvas/feature';
import { chosen, combined } from '../../canvas/joining';
import type { OperatorCall, OperatorConverter } from '../operator';

const ONNX_BOOL = 9;
const COMPARISONS: Readonly<Record<string, string>> = {
  Equal: 'Equal',
  Greater: 'Greater',
  GreaterEqual: 'GreaterOrEqual',
  Less: 'Less',
  LessEqual: 'LessOrEqual',
};
const CONNECTIVES: Readonly<Record<string, string>> = { LogicalAnd: 'And', LogicalOr: 'Or', LogicalXor: 'Xor' };

/** A truth value as ONNX has it; stored ones are held as whole numbers. */
const asTruth = ({ canvas }: OperatorCall, x: Feature): Feature =>
  x.truth ? x : { ...canvas.mapped(x, 'Cast', [], { to: int(ONNX_BOOL) }), truth: true };

const compared =
  (op: string) =>
  (call: OperatorCall): Feature => ({ ...combined(call.canvas, op, call.inputs[0], call.inputs[1]), truth: true });
const connected =
  (op: string) =>
  (call: OperatorCall): Feature => ({
    ...combined(call.canvas, op, asTruth(call, call.inputs[0]), asTruth(call, call.inputs[1])),
    truth: true,
  });
const negated = (call: OperatorCall, x: Feature): Feature => ({ ...call.canvas.mapped(x, 'Not'), truth: true });

/** The first where the condition holds, else the second. */
function selected(call: OperatorCall): Feature {
  const [condition, yes, no] = call.inputs;
  return chosen(call.canvas, asTruth(call, condition), yes, no);
}

export const logicOperators: readonly OperatorConverter[] = [
  ...Object.entries(COMPARISONS).map(([name, op]): OperatorConverter => ({ ops: [name], draw: compared(op) })),
  ...Object.entries(CONNECTIVES).map(([name, op]): OperatorConverter => ({ ops: [name], draw: connected(op) })),
  { ops: ['NotEqual'], draw: (call) => negated(call, compared('Equal')(call)) },
  { ops: ['LogicalNot'], draw: (call) => negated(call, asTruth(call, call.inputs[0])) },
  { ops: ['IsNan'], draw: ({ canvas, inputs: [x] }) => ({ ...canvas.mapped(x, 'IsNaN'), truth: true }) },
  { ops: ['IsInf'], draw: ({ canvas, inputs: [x] }) => ({ ...canvas.mapped(x, 'IsInf'), truth: true }) },
  { ops: ['Select', 'SelectV2'], draw: selected },
];
