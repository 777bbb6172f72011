import type { FloatTensor } from '../../tensor/tensor';

/** A model in the form in which TensorFlow.js itself takes it. */
export interface OriginalModel {
  readonly kind: 'layers' | 'graph';
  readonly topology: object;
  readonly specs: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: string }[];
  /** All weights, one behind the other in the order of `specs`. */
  readonly data: Uint8Array;
}

/**
 * What TensorFlow.js makes of one input, on its own processor backend; it is loaded when first needed.
 * @param input name and values; the name matters for GraphModels only
 * @param outputs names of results of a GraphModel; a LayersModel gives all of its own
 * @throws Error whatever TensorFlow.js throws, such as for a layer it does not have
 */
export async function predictedByOriginal(model: OriginalModel, input: { readonly name: string; readonly tensor: FloatTensor }, outputs: readonly string[]): Promise<FloatTensor[]> {
  const tf = await import('@tensorflow/tfjs');
  tf.enableProdMode();
  await tf.setBackend('cpu');
  const { data } = model;
  const weightData = data.byteOffset === 0 && data.byteLength === data.buffer.byteLength ? data.buffer : data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  const artifacts = { modelTopology: model.topology, weightSpecs: [...model.specs] as never[], weightData: weightData as ArrayBuffer };
  const handler = tf.io.fromMemory(model.kind === 'graph' ? { ...artifacts, format: 'graph-model' } : artifacts);
  const fed = tf.tensor(input.tensor.data, [...input.tensor.dims]);
  const loaded = model.kind === 'graph' ? await tf.loadGraphModel(handler) : await tf.loadLayersModel(handler);
  try {
    const results = 'predictOnBatch' in loaded ? loaded.predict(fed) : loaded.execute({ [input.name]: fed }, [...outputs]);
    return (Array.isArray(results) ? results : [results as never]).map((result: import('@tensorflow/tfjs').Tensor) => {
      const values: FloatTensor = { type: 'float32', dims: result.shape, data: Float32Array.from(result.dataSync()) };
      result.dispose();
      return values;
    });
  } finally {
    fed.dispose();
    loaded.dispose();
  }
}
