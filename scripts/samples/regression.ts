import type { Dense } from '../../src/engine/scattering/scatnet';
import { floats, type FloatTensor } from '../../src/engine/tensor/tensor';
import { Random } from '../../src/engine/generation/random';

const EPOCHS = 16;
const BATCH = 64;
const PEAK_RATE = 1e-3;
const DECAY = 0.3;

/**
 * Multinomial logistic regression by AdamW (Loshchilov and Hutter 2019) with a warmed-up, then falling rate, on
 * standardised features; the standardisation is folded into the layer that is returned.
 * @param features [samples, count]
 * @param groups of consecutive features that are standardised alike
 */
export function trainedLayer(features: FloatTensor, labels: readonly number[], classes: number, groups: number): Dense {
  const [samples, count] = features.dims;
  const { mean, scale } = standardisation(features, groups);
  const rows = Array.from({ length: samples }, (_, n) => features.data.slice(n * count, (n + 1) * count).map((v, i) => (v - mean[i]) * scale[i]));
  const size = classes * (count + 1);
  const [weights, first, second, gradient] = Array.from({ length: 4 }, () => new Float64Array(size));
  const random = new Random('regression');
  const steps = EPOCHS * Math.floor(samples / BATCH);
  for (let step = 1, order: number[] = []; step <= steps; step++) {
    if (order.length < BATCH) order = shuffled(samples, random);
    gradient.fill(0);
    for (const n of order.splice(0, BATCH)) accumulate(weights, gradient, rows[n], labels[n], classes);
    const rate = PEAK_RATE * Math.min(step / (0.3 * steps), (steps - step) / (0.7 * steps));
    for (let i = 0; i < size; i++) {
      const g = gradient[i] / BATCH;
      first[i] += 0.1 * (g - first[i]);
      second[i] += 0.001 * (g * g - second[i]);
      const direction = first[i] / (1 - 0.9 ** step) / (Math.sqrt(second[i] / (1 - 0.999 ** step)) + 1e-8);
      weights[i] -= rate * (direction + DECAY * weights[i]);
    }
  }
  return foldedLayer(weights, mean, scale, classes);
}

function shuffled(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, n) => n);
  for (let i = count - 1; i > 0; i--) {
    const j = random.whole(0, i);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** Adds the gradient of one sample's cross entropy. */
function accumulate(weights: Float64Array, gradient: Float64Array, x: Float32Array, label: number, classes: number): void {
  const width = x.length + 1;
  const scores = Array.from({ length: classes }, (_, c) => x.reduce((sum, v, i) => sum + weights[c * width + i] * v, weights[c * width + x.length]));
  const peak = Math.max(...scores);
  const total = scores.reduce((sum, s) => sum + Math.exp(s - peak), 0);
  scores.forEach((score, c) => {
    const error = Math.exp(score - peak) / total - Number(c === label);
    for (let i = 0; i < x.length; i++) gradient[c * width + i] += error * x[i];
    gradient[c * width + x.length] += error;
  });
}

function standardisation({ dims: [samples, count], data }: FloatTensor, groups: number): { mean: Float64Array; scale: Float64Array } {
  const share = count / groups;
  const mean = new Float64Array(count);
  const scale = new Float64Array(count);
  for (let group = 0; group < groups; group++) {
    let [sum, squares] = [0, 0];
    for (let n = 0; n < samples; n++) {
      for (let i = group * share; i < (group + 1) * share; i++) {
        sum += data[n * count + i];
        squares += data[n * count + i] ** 2;
      }
    }
    const average = sum / (samples * share);
    mean.fill(average, group * share, (group + 1) * share);
    scale.fill(1 / Math.sqrt(squares / (samples * share) - average * average + 1e-12), group * share, (group + 1) * share);
  }
  return { mean, scale };
}

function foldedLayer(weights: Float64Array, mean: Float64Array, scale: Float64Array, classes: number): Dense {
  const count = mean.length;
  const weight = floats([classes, count]);
  const bias = floats([classes]);
  for (let c = 0; c < classes; c++) {
    let offset = weights[c * (count + 1) + count];
    for (let i = 0; i < count; i++) {
      weight.data[c * count + i] = weights[c * (count + 1) + i] * scale[i];
      offset -= weights[c * (count + 1) + i] * scale[i] * mean[i];
    }
    bias.data[c] = offset;
  }
  return { weight, bias };
}
