import { asFloats, type FloatTensor, type Tensor } from '../../tensor/tensor';
import type { TensorFlow } from './library';

type TfTensor = import('@tensorflow/tfjs').Tensor;

/** TensorFlow's tensors as ours; theirs are freed. */
export function valuesOf(tensors: TfTensor | readonly TfTensor[]): FloatTensor[] {
  return [tensors].flat().map((tensor) => {
    const values: FloatTensor = {
      type: 'float32',
      dims: [...tensor.shape],
      data: Float32Array.from(tensor.dataSync()),
    };
    tensor.dispose();
    return values;
  });
}

/** Our tensor as TensorFlow's. */
export function fedTensor(tf: TensorFlow, tensor: Tensor, type: 'float32' | 'int32'): TfTensor {
  const { data, dims } = asFloats(tensor);
  return tf.tensor(type === 'int32' ? Int32Array.from(data, Math.round) : data, [...dims], type);
}
