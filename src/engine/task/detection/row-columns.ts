import type { Value } from '../../graph/model';
import type { DetectorHead } from './head';
import type { RowColumns } from './layout';

/** The columns of an output's rows, and what beside boxes and classes they hold, one clause. */
export interface ToldColumns extends RowColumns {
  readonly rest: string;
}

/**
 * What follows a box (and its objectness) in the rows of an output. The classes are as many as the file names, else as
 * the graph joins to the boxes in one piece, else all but the coefficients of masks whose prototypes are another output.
 * @param axis of the columns
 * @param first column of a class
 */
export function rowColumns(head: DetectorHead, output: Value, axis: number, first: number): ToldColumns | undefined {
  const length = output.shape?.[axis];
  if (typeof length !== 'number' || length <= first) return undefined;
  const masks = head.outputs.find(({ name, shape }) => name !== output.name && shape?.length === 4)?.shape?.[1];
  const most = length - first;
  const unnamed = typeof masks === 'number' && masks < most ? most - masks : most;
  const classes = [head.classesNamed, head.pieceFrom(output.name, axis, first), unnamed].find(
    (count) => count !== undefined && count > 0 && count <= most,
  )!;
  return { classes, ...restOf(most - classes, masks) };
}

function restOf(count: number, masks: unknown): Pick<ToldColumns, 'rest' | 'turned'> {
  if (count === 0) return { rest: '' };
  if (count === 1)
    return { rest: ', each turned by an angle; what is shown is the upright box around it', turned: true };
  if (count === masks) return { rest: `; the ${count} coefficients of its mask are left out` };
  return { rest: `; the ${count} numbers of its key points are left out` };
}
