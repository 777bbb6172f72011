import { sizeOf, type FloatTensor } from '../../tensor/tensor';

/** The class of each position of logits [classes, …]: the largest; of one logit, 1 where it is above zero. */
export function labelMap({ dims, data }: FloatTensor): Int32Array {
  const positions = sizeOf(dims.slice(1));
  if (dims[0] === 1) return Int32Array.from(data, (logit) => (logit > 0 ? 1 : 0));
  return Int32Array.from({ length: positions }, (_, p) => {
    let best = 0;
    for (let c = 1; c < dims[0]; c++) if (data[c * positions + p] > data[best * positions + p]) best = c;
    return best;
  });
}
