import { relative } from 'node:path';
import { LensError } from '../../protocol/error';
import type { InspectedModel } from '../../protocol/folder';
import type { CompleteRecipe } from '../../protocol/recipe';
import type { MaskSource } from '../dataset/dataset';

/** So many names are told as examples. */
export const EXAMPLES = 3;
export const MOST_LEFT_OUT = 200;

export interface NamedModel extends InspectedModel {
  /** It tells its classes or numbers at every position. */
  readonly dense: boolean;
  readonly recipe: CompleteRecipe;
}

export const told = ({ path, classes, task, problem }: NamedModel): InspectedModel => ({
  path,
  classes,
  task,
  problem,
});

/** A table that cannot be parsed holds nothing. */
export function fits(find: () => unknown): boolean {
  try {
    return find() !== null;
  } catch (error) {
    if (error instanceof LensError) return false;
    throw error;
  }
}

export function maskName(folder: string, mask: MaskSource | null): string {
  if (mask && 'path' in mask) return relative(folder, mask.path);
  return mask ? 'COCO annotations' : '';
}
