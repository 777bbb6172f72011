import { number } from '../../parameter/kinds';
import { floats } from '../../tensor/tensor';
import { baselineParameters } from '../../baseline/parameters';
import { baselineOf } from '../baseline';
import { gradientsAt } from '../derivation/gradients';
import { stepsParameter } from '../derivation/quadrature';
import { scoreDifference } from './integrated-gradients';
import { defineMethod, type MethodContext } from '../method';

/** Distances below this share of the whole count as none. */
const CLOSE = 1e-9;

/** Integrated gradients along a path that moves, at each step, the elements with the smallest gradient first. */
export const guidedIntegratedGradients = defineMethod({
  id: 'guided-integrated-gradients',
  label: 'Guided integrated gradients',
  group: 'gradient',
  paper: {
    authors: 'Kapishnikov, Venugopalan, Avci, Wedin, Terry & Bolukbasi',
    year: 2021,
    title: 'Guided Integrated Gradients: An Adaptive Path Method for Removing Noise',
    url: 'https://arxiv.org/abs/2106.09788',
  },
  shows:
    'As integrated gradients, on a path that avoids places where the gradient is steep for no good reason: less noise.',
  misleads:
    'The path depends on the gradients, so implementation and step count matter; the sum is only as exact as the steps are many.',
  needs: ['gradient'],
  signed: true,
  unit: 'score',
  params: [
    { ...stepsParameter, default: 100 },
    number({
      name: 'fraction',
      label: 'Moved at a time',
      default: 0.25,
      minimum: 0.001,
      maximum: 1,
      description: 'Share of the elements: first those with the smallest gradients, then the next',
    }),
    number({
      name: 'maxDistance',
      label: 'Distance from the straight line',
      default: 0.02,
      minimum: 0,
      maximum: 1,
      description: '0 gives integrated gradients',
    }),
    ...baselineParameters(),
  ],
  cost: ({ steps }) => 2 * (steps + 1),
  async run(context) {
    const baseline = baselineOf(context);
    const ends = [context.input, baseline].map(({ data }) => Float64Array.from(data));
    const path = new GuidedPath(ends[0], ends[1], context.params);
    const { steps } = context.params;
    const attribution = new Float64Array(baseline.data.length);
    let gradient = await gradientOf(context, path.position);
    for (let step = 1; step <= steps; step++) {
      const before = Float64Array.from(path.position);
      path.advance(gradient, step / steps);
      const next = await gradientOf(context, path.position);
      // The mean of both ends: with the gradient before the move alone, a path that seeks small gradients sees too
      // little of them.
      path.position.forEach((v, i) => (attribution[i] += 0.5 * (v - before[i]) * (gradient[i] + next[i])));
      gradient = next;
      context.report(step / steps);
    }
    const map = floats(context.input.dims, Float32Array.from(attribution));
    return { map, completeness: await scoreDifference(context, map, baseline) };
  },
});

async function gradientOf(context: MethodContext, position: Float64Array): Promise<Float32Array> {
  let gradient = new Float32Array();
  await gradientsAt(
    { ...context, report: () => undefined },
    1,
    (_, into) => into.set(position),
    { wrt: [context.network.graph.input] },
    ({ gradients }) => {
      gradient = new Float32Array(gradients[0].data);
    },
  );
  return gradient;
}

/** A point on its way from the baseline to the input, each element within a band around the straight line. */
class GuidedPath {
  readonly position: Float64Array;
  private readonly fraction: number;
  private readonly band: number;
  private readonly length: number;

  constructor(
    private readonly end: Float64Array,
    private readonly start: Float64Array,
    { fraction, maxDistance }: { readonly fraction: number; readonly maxDistance: number },
  ) {
    this.position = Float64Array.from(start);
    this.fraction = fraction;
    this.band = maxDistance;
    this.length = end.reduce((sum, v, i) => sum + Math.abs(v - start[i]), 0);
  }

  /** Moves, the elements with the smallest gradients first, until the L1 distance left is (1 − alpha) of the whole. */
  advance(gradient: Float32Array, alpha: number): void {
    const [lower, upper] = [this.at(Math.max(alpha - this.band, 0)), this.at(Math.min(alpha + this.band, 1))];
    for (let i = 0; i < gradient.length; i++) if (this.behind(i, lower[i])) this.position[i] = lower[i];
    let surplus = this.distance() - this.length * (1 - alpha);
    let movable = Int32Array.from(gradient.keys()).filter((i) => this.behind(i, upper[i]));
    const steepness = Float64Array.from(movable, (i) => Math.abs(gradient[i])).sort();
    const share = Math.floor(this.fraction * (gradient.length - 1)) + 1;
    for (let taken = 0; surplus > CLOSE * this.length && movable.length > 0;) {
      const threshold = steepness[Math.min(taken + share, steepness.length) - 1];
      const flat = movable.filter((i) => Math.abs(gradient[i]) <= threshold);
      const reach = flat.reduce((sum, i) => sum + Math.abs(upper[i] - this.position[i]), 0);
      const part = Math.min(1, surplus / reach);
      for (const i of flat) this.position[i] += part * (upper[i] - this.position[i]);
      surplus -= part * reach;
      taken += flat.length;
      movable = movable.filter((i) => Math.abs(gradient[i]) > threshold);
    }
  }

  private at(alpha: number): Float64Array {
    return this.start.map((b, i) => b + alpha * (this.end[i] - b));
  }

  /** Whether an element has not come as far as `bound` on its way. */
  private behind(i: number, bound: number): boolean {
    return Math.abs(bound - this.start[i]) > Math.abs(this.position[i] - this.start[i]) * (1 + CLOSE);
  }

  private distance(): number {
    return this.end.reduce((sum, v, i) => sum + Math.abs(v - this.position[i]), 0);
  }
}
