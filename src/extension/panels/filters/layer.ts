import type { FilterLayers } from '../../../protocol/filters';
import type { LayerDescription } from '../../../protocol/model';

/**
 * The layer that is meant by a tensor, a name or a module; the first one with kernels where there is no such, or none
 * is named.
 */
export function layerFor(
  wanted: string | undefined,
  { layers }: FilterLayers,
  structure: readonly LayerDescription[],
): string | null {
  const all = [...layers, ...structure];
  const found =
    all.find(({ tensor }) => tensor === wanted) ??
    all.find(({ name, module }) => wanted !== undefined && (name === wanted || module === wanted));
  return found?.tensor ?? layers[0]?.tensor ?? null;
}
