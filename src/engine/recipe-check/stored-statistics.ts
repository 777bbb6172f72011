import { numberAttribute, type Model } from '../graph/model';
import { floatsOf } from '../graph/weight';
import type { FloatTensor } from '../tensor/tensor';

/** What a network learnt of the numbers at one place while it was trained. */
export interface StoredStatistics {
  /** The tensor [N, C, …] that is normalised. */
  readonly tensor: string;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** Those of the first batch normalisation, the nearest to the image; null where none is left. */
export function firstStatistics({ graph }: Model): StoredStatistics | null {
  const node = graph.nodes.find(({ op, domain }) => op === 'BatchNormalization' && domain === '');
  const [mean, variance] = [3, 4].map((k) => node && graph.weights.get(node.inputs[k]));
  if (!node || !mean || !variance) return null;
  const epsilon = numberAttribute(node, 'epsilon', 1e-5);
  return {
    tensor: node.inputs[0],
    mean: floatsOf(mean).data,
    variance: floatsOf(variance).data.map((value) => value + epsilon),
  };
}

/**
 * How far the numbers of several images are from what was learnt: the divergence of normal distributions (Kullback and
 * Leibler 1951), averaged over channels, in nats.
 * @param activations [1, C, …] of one image each
 */
export function divergence({ mean, variance }: StoredStatistics, activations: readonly FloatTensor[]): number {
  let sum = 0;
  for (let c = 0; c < mean.length; c++) {
    const seen = momentsOf(activations, c, mean.length);
    const ratio = Math.max(seen.variance, 1e-12) / variance[c];
    sum += (ratio + (seen.mean - mean[c]) ** 2 / variance[c] - 1 - Math.log(ratio)) / 2;
  }
  return sum / mean.length;
}

function momentsOf(
  activations: readonly FloatTensor[],
  channel: number,
  channels: number,
): { mean: number; variance: number } {
  let [count, total, squares] = [0, 0, 0];
  for (const { data } of activations) {
    const positions = data.length / channels;
    for (let p = channel * positions; p < (channel + 1) * positions; p++) {
      count++;
      total += data[p];
      squares += data[p] ** 2;
    }
  }
  const mean = total / count;
  return { mean, variance: squares / count - mean * mean };
}
