import type { Original } from '../../format/format';
import type { FloatTensor } from '../../tensor/tensor';
import { onBackend, portableTensorFlow, type Backend } from './library';
import { loadGraph, loadLayers } from './loading';
import { valuesOf } from './values';

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
    const fed = tf.tensor(input.tensor.data, [...input.tensor.dims]);
    const loaded = model.kind === 'graph' ? await loadGraph(tf, model) : await loadLayers(tf, model);
    try {
      const results = 'predictOnBatch' in loaded ? loaded.predict(fed) : loaded.execute({ [input.name]: fed }, [...outputs]);
      return valuesOf(results as never);
    } finally {
      fed.dispose();
      loaded.dispose();
    }
  });
}
