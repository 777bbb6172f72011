import type { Original } from '../../format/format';
import type { FloatTensor } from '../../tensor/tensor';
import type { GraphModel, NamedTensorMap } from '@tensorflow/tfjs';
import { onBackend, portableTensorFlow, type Backend } from './library';
import { loadGraph, loadLayers } from './loading';
import { fedTensor, valuesOf } from './values';

/**
 * What TensorFlow.js makes of one input; it is loaded when first needed.
 * @param input name and values; the name matters for GraphModels only
 * @param outputs names of results of a GraphModel; a LayersModel gives all of its own
 * @throws Error whatever TensorFlow.js throws, such as for a layer it does not have
 */
export async function predictedByOriginal(
  model: Original,
  input: { readonly name: string; readonly tensor: FloatTensor },
  outputs: readonly string[],
  backends: readonly Backend[] = ['wasm', 'cpu'],
): Promise<FloatTensor[]> {
  const tf = await portableTensorFlow();
  return onBackend(tf, backends, async () => {
    const fed = fedTensor(tf, input.tensor, takesWholeNumbers(model, input.name) ? 'int32' : 'float32');
    const loaded = model.kind === 'graph' ? await loadGraph(tf, model) : await loadLayers(tf, model);
    try {
      const results =
        'predictOnBatch' in loaded
          ? loaded.predict(fed)
          : await executed(loaded, { [input.name]: fed }, [...(model.ports ?? outputs)]);
      return valuesOf(results as never);
    } finally {
      fed.dispose();
      loaded.dispose();
    }
  });
}

/** At once, or step by step where nodes beside the outputs have shapes that depend on values. */
async function executed(model: GraphModel, feeds: NamedTensorMap, outputs: string[]): Promise<unknown> {
  try {
    return model.execute(feeds, outputs);
  } catch {
    return model.executeAsync(feeds, outputs);
  }
}

interface Placeholder {
  readonly name: string;
  readonly op: string;
  readonly attr?: { readonly dtype?: { readonly type?: string | number } };
}

/** Whether the node that is fed takes whole numbers, as a detector's image of bytes does. */
export function takesWholeNumbers({ kind, topology }: Original, name: string): boolean {
  if (kind !== 'graph') return false;
  const fed = (topology as { readonly node: readonly Placeholder[] }).node.find((node) => node.name === name);
  return fed?.op === 'Placeholder' && ['DT_INT32', 'DT_UINT8', 3, 4].includes(fed.attr?.dtype?.type ?? '');
}
