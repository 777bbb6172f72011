import { defineLoss } from './loss';
import { reduction } from './parameters';
import { reduced } from './reduction';

/** (z − t)² of every number. */
export const meanSquaredError = defineLoss({
  id: 'mean-squared-error',
  label: 'Mean squared error',
  targets: 'values',
  params: [reduction],
  build(context, { reduction }) {
    const difference = context.builder.op('Sub', [context.output, context.targets]);
    return reduced(context, context.builder.op('Mul', [difference, difference]), reduction);
  },
});
