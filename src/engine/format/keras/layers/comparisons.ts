import type { NetworkBuilder } from '../../builder/builder';
import type { Feature } from '../../builder/feature';
import { chosen, combined } from '../../builder/joining';
import { int } from '../../../graph/model';
import { unsupported, type LayerCall, type LayerConverter } from '../layer';

/** Numbers of the ONNX type enumeration. */
const [FLOAT, BOOL] = [1, 9];

const cast = (builder: NetworkBuilder, x: Feature, type: number): Feature =>
  builder.mapped(x, 'Cast', [], { to: int(type) });

/** Truth values are held as the numbers 0 and 1, which is also what a cast makes of them. */
const truth = (builder: NetworkBuilder, x: Feature): Feature => cast(builder, x, FLOAT);

function two(call: LayerCall): [Feature, Feature] {
  const [a, b] = call.inputs;
  if (!a || !b) throw unsupported(call, 'it needs two inputs');
  return [a, b];
}

const COMPARISONS: Readonly<Record<string, string>> = {
  Greater: 'Greater',
  GreaterEqual: 'GreaterOrEqual',
  Less: 'Less',
  LessEqual: 'LessOrEqual',
  Equal: 'Equal',
};

const compared = Object.entries(COMPARISONS).map(([name, op]): LayerConverter => ({
  classes: [name],
  build: (call) => truth(call.builder, combined(call.builder, op, ...two(call))),
}));

const negated = (builder: NetworkBuilder, x: Feature): Feature =>
  builder.mapped(builder.mapped(x, 'Neg'), 'Add', [builder.scalar(1)]);

const logical: readonly LayerConverter[] = [
  {
    classes: ['NotEqual'],
    build: (call) => negated(call.builder, truth(call.builder, combined(call.builder, 'Equal', ...two(call)))),
  },
  { classes: ['LogicalAnd'], build: (call) => combined(call.builder, 'Mul', ...two(call)) },
  { classes: ['LogicalOr'], build: (call) => combined(call.builder, 'Max', ...two(call)) },
  { classes: ['LogicalNot'], build: ({ builder, inputs: [x] }) => negated(builder, x) },
];

const where: LayerConverter = {
  classes: ['Where'],
  build(call) {
    const [condition, yes, no] = call.inputs;
    if (!condition || !yes || !no) throw unsupported(call, 'only where(condition, x, y) is supported');
    return chosen(call.builder, cast(call.builder, condition, BOOL), yes, no);
  },
};

/** The operations of `keras.ops` that compare and choose. */
export const comparisonOperations: readonly LayerConverter[] = [...compared, ...logical, where];
