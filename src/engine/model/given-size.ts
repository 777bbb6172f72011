import { LensError } from '../../protocol/error';
import { foldedSmall } from '../graph/folding';
import type { Model, Value } from '../graph/model';
import { withShapes } from '../graph/shapes';
import { takenDims, type ModelInput } from './model-input';

/**
 * A graph that leaves the size of its image open, with what is known of its tensors at the size that it is given: heads
 * count their places from shapes. The input is as the graph states it; so is all where it does not work at that size.
 */
export function atSize(model: Model, value: Value, { layout, dims }: Pick<ModelInput, 'layout' | 'dims'>): Model {
  const isOpen = value.shape?.slice(1).some((d) => typeof d !== 'number') ?? false;
  if (!isOpen || dims.length === 0 || !dims.every((d) => d > 0)) return model;
  const shape = [value.shape![0], ...takenDims({ value, layout, dims })];
  if (shape.length !== value.shape!.length) return model;
  try {
    const shaped = withShapes(foldedSmall(withShapes(model, new Map([[value.name, shape]]))));
    return { ...shaped, graph: { ...shaped.graph, inputs: model.graph.inputs } };
  } catch (thrown) {
    if (thrown instanceof LensError) return model;
    throw thrown;
  }
}
