import { int } from '../../../graph/model';
import type { Feature } from '../../builder/feature';
import { chosen, combined } from '../../builder/joining';
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
const asTruth = ({ builder }: OperatorCall, x: Feature): Feature =>
  x.truth ? x : { ...builder.mapped(x, 'Cast', [], { to: int(ONNX_BOOL) }), truth: true };

const compared =
  (op: string) =>
  (call: OperatorCall): Feature => ({ ...combined(call.builder, op, call.inputs[0], call.inputs[1]), truth: true });
const connected =
  (op: string) =>
  (call: OperatorCall): Feature => ({
    ...combined(call.builder, op, asTruth(call, call.inputs[0]), asTruth(call, call.inputs[1])),
    truth: true,
  });
const negated = (call: OperatorCall, x: Feature): Feature => ({ ...call.builder.mapped(x, 'Not'), truth: true });

/** The first where the condition holds, else the second. */
function selected(call: OperatorCall): Feature {
  const [condition, yes, no] = call.inputs;
  return chosen(call.builder, asTruth(call, condition), yes, no);
}

export const logicOperators: readonly OperatorConverter[] = [
  ...Object.entries(COMPARISONS).map(([name, op]): OperatorConverter => ({ ops: [name], build: compared(op) })),
  ...Object.entries(CONNECTIVES).map(([name, op]): OperatorConverter => ({ ops: [name], build: connected(op) })),
  { ops: ['NotEqual'], build: (call) => negated(call, compared('Equal')(call)) },
  { ops: ['LogicalNot'], build: (call) => negated(call, asTruth(call, call.inputs[0])) },
  { ops: ['IsNan'], build: ({ builder, inputs: [x] }) => ({ ...builder.mapped(x, 'IsNaN'), truth: true }) },
  { ops: ['IsInf'], build: ({ builder, inputs: [x] }) => ({ ...builder.mapped(x, 'IsInf'), truth: true }) },
  { ops: ['Select', 'SelectV2'], build: selected },
];
