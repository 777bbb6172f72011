import { floats } from '../tensor/tensor';
import { baselineOf, baselineParameter } from './baseline';
import { gradientsAt } from './gradients';
import { scoreDifference } from './integrated-gradients';
import type { AttributionMethod, MethodContext } from './method';

/** Distances below this share of the whole count as none. */
const CLOSE = 1e-9;

/** Integrated gradients along a path that moves, at each step, the elements with the smallest gradient first. */
export const guidedIntegratedGradients: AttributionMethod = {
  id: 'guided-integrated-gradients',
  label: 'Guided integrated gradients',
  group: 'gradient',
  paper: 'Kapishnikov, Venugopalan, Avci, Wedin, Terry & Bolukbasi 2021, Guided Integrated Gradients, arXiv:2106.09788',
  shows: 'As integrated gradients, on a path that avoids places where the gradient is steep for no good reason: less noise.',
  misleads: 'The path depends on the gradients, so implementation and step count matter; the sum is only as exact as the steps are many.',
  needs: ['gradient'],
  signed: true,
  params: [
    { name: 'steps', label: 'Steps', kind: 'integer', default: 100, minimum: 1, maximum: 10000, unit: 'points' },
    { name: 'fraction', label: 'Moved at a time', kind: 'number', default: 0.25, minimum: 0.001, maximum: 1, description: 'Share of the elements, those with the smallest gradients' },
    { name: 'maxDistance', label: 'Distance from the straight line', kind: 'number', default: 0.02, minimum: 0, maximum: 1, description: '0 gives integrated gradients' },
    baselineParameter,
  ],
  cost: ({ steps }) => 2 * Number(steps),
  async run(context) {
    const baseline = baselineOf(context);
    const path = new GuidedPath(Float64Array.from(context.input.data), Float64Array.from(baseline.data), context);
    const steps = Number(context.params.steps);
    for (let step = 0; step < steps; step++) {
      path.advance(await gradientOf(context, path.position), (step + 1) / steps);
      context.report((step + 1) / steps);
    }
    const map = floats(context.input.dims, Float32Array.from(path.attribution));
    return { map, completeness: await scoreDifference(context, map, baseline) };
  },
};

async function gradientOf(context: MethodContext, position: Float64Array): Promise<Float32Array> {
  let gradient = new Float32Array();
  await gradientsAt({ ...context, report: () => undefined }, 1, (_, into) => into.set(position), { wrt: [context.network.graph.input] }, ({ gradients }) => {
    gradient = new Float32Array(gradients[0].data);
  });
  return gradient;
}

/** A point on its way from the baseline to the input, each element within a band around the straight line. */
class GuidedPath {
  readonly position: Float64Array;
  readonly attribution: Float64Array;
  private readonly fraction: number;
  private readonly band: number;
  private readonly length: number;

  constructor(private readonly end: Float64Array, private readonly start: Float64Array, { params }: MethodContext) {
    this.position = Float64Array.from(start);
    this.attribution = new Float64Array(end.length);
    this.fraction = Number(params.fraction);
    this.band = Number(params.maxDistance);
    this.length = end.reduce((sum, v, i) => sum + Math.abs(v - start[i]), 0);
  }

  /** Moves until the L1 distance left is (1 − alpha) of the whole, and credits every move with the gradient. */
  advance(gradient: Float32Array, alpha: number): void {
    const [lower, upper] = [this.at(Math.max(alpha - this.band, 0)), this.at(Math.min(alpha + this.band, 1))];
    const target = this.length * (1 - alpha);
    this.moveAll(gradient, (i) => (this.behind(i, lower[i]) ? lower[i] : this.position[i]));
    for (;;) {
      const surplus = this.distance() - target;
      const movable = Array.from(gradient.keys()).filter((i) => this.behind(i, upper[i]));
      if (surplus <= CLOSE * this.length || movable.length === 0) return;
      const chosen = new Set(this.flattest(gradient, movable));
      const reach = [...chosen].reduce((sum, i) => sum + Math.abs(upper[i] - this.position[i]), 0);
      const share = Math.min(1, surplus / reach);
      this.moveAll(gradient, (i) => (chosen.has(i) ? this.position[i] + share * (upper[i] - this.position[i]) : this.position[i]));
      if (share < 1) return;
    }
  }

  /** The share `fraction` of ALL elements with the smallest gradients that may still move, at least one. */
  private flattest(gradient: Float32Array, movable: readonly number[]): number[] {
    const threshold = movable.map((i) => Math.abs(gradient[i])).sort((a, b) => a - b)[Math.min(movable.length - 1, Math.floor(this.fraction * (gradient.length - 1)))];
    return movable.filter((i) => Math.abs(gradient[i]) <= threshold);
  }

  private moveAll(gradient: Float32Array, to: (index: number) => number): void {
    for (let i = 0; i < gradient.length; i++) {
      const next = to(i);
      this.attribution[i] += (next - this.position[i]) * gradient[i];
      this.position[i] = next;
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
