import type { Original } from '../../format/format';
import type { TensorFlow } from './library';
import { unfused } from './unfused';

type GraphModel = import('@tensorflow/tfjs').GraphModel;
type LayersModel = import('@tensorflow/tfjs').LayersModel;

/** The model as TensorFlow.js reads it from memory, weights and all. */
function handler(tf: TensorFlow, { topology, specs, data }: Original, more: object = {}) {
  const whole = data.byteOffset === 0 && data.byteLength === data.buffer.byteLength;
  const weightData = (
    whole ? data.buffer : data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength)
  ) as ArrayBuffer;
  return tf.io.fromMemory({ modelTopology: topology, weightSpecs: [...specs] as never[], weightData, ...more });
}

export const loadLayers = (tf: TensorFlow, original: Original): Promise<LayersModel> =>
  tf.loadLayersModel(handler(tf, original));

/** @param differentiable takes fused nodes apart, whose gradients TensorFlow.js lacks */
export const loadGraph = (tf: TensorFlow, original: Original, differentiable = false): Promise<GraphModel> =>
  tf.loadGraphModel(
    handler(tf, differentiable ? { ...original, topology: unfused(original.topology) } : original, {
      format: 'graph-model',
    }),
  );
