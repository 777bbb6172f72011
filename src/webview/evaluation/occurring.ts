import type { ClassificationSummary } from '../../protocol/evaluation-summary';
import { memo } from '../ui/memo';

/** Indices of the classes that have inputs, of which alone something can be said. */
export const classesWithInputs = memo(({ classes }: ClassificationSummary): readonly number[] =>
  classes.flatMap(({ support }, index) => (support > 0 ? [index] : [])),
);

/**
 * Indices of the classes that an input has or was taken for: of a thousand classes a folder may hold nine, which nobody
 * would find among the others.
 */
export const occurringClasses = memo(({ confusion }: ClassificationSummary): readonly number[] => {
  const occurs = new Set<number>();
  for (const [label, row] of confusion.entries())
    for (const [predicted, count] of row.entries()) if (count > 0) occurs.add(label).add(predicted);
  return [...occurs].sort((a, b) => a - b);
});
