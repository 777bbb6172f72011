import type { Model } from '../../../graph/model';
import { withOutputs } from '../../../graph/rewriting';
import type { Network } from '../../../session/network';
import type { Program } from '../../../session/program';
import type { FloatTensor } from '../../../tensor/tensor';
import type { MethodContext } from '../../method';
import type { Window } from '../window-mask';
import { CLEAN } from './patches';
import { patchedModel } from './patched-model';

/** Products of strides at which patches may begin. */
const STEPS = [2, 4, 8, 16, 32] as const;
/** Below so many windows another program and another pass of the image are not worth it. */
const FEWEST = 32;
/** Share of a forward pass above which they are not either. */
const DEAREST = 0.65;

/** What runs a network on windows of an image, and what it is fed beside their bounds. */
export interface PatchedProgram {
  readonly program: Program;
  readonly constants: Readonly<Record<string, FloatTensor>>;
}

/**
 * A program that computes only what a window changes; undefined where that saves little, or windows do not span all
 * channels of an image.
 */
export async function patchedWindows(
  context: Pick<MethodContext, 'network' | 'input' | 'execution'>,
  windows: readonly Window[],
): Promise<PatchedProgram | undefined> {
  const { network, input, execution } = context;
  const plan = planOf(network, windows);
  if (!plan || !(await network.isBatched())) return undefined;
  const { step, sides } = plan;
  const compiled = await network.program(keyOf(step, sides), () => patchedModel(network.graph, step, sides));
  const names = unchangedIn(compiled.model);
  // Of a copy, so that these many tensors are forgotten with this map.
  const own = network.copyOf(input);
  const tensors = await network.remembered(own, names, execution);
  const { forward, backward } = compiled.cost;
  return {
    program: { ...compiled, cost: { forward: forward + backward, backward: 0 } },
    constants: Object.fromEntries(names.map((name, k) => [`${CLEAN}${name}`, tensors[k]])),
  };
}

/** What running a network on windows of an image costs, in passes. */
export function costOfWindows(network: Network, windows: readonly Window[]): number {
  const plan = planOf(network, windows);
  return plan ? plan.unchanged + windows.length * plan.share : windows.length;
}

/** What a plan costs, in passes by multiply-accumulates. */
interface Cost {
  readonly share: number;
  /** Of the tensors of the unchanged image, once. */
  readonly unchanged: number;
}

interface Plan extends Cost {
  readonly step: number;
  readonly sides: readonly [number, number];
}

const keyOf = (step: number, sides: Plan['sides']): string => `patched:${step}:${sides.join()}`;

const costs = new WeakMap<Network, Map<string, Cost>>();

/** The cheapest way. */
function planOf(network: Network, windows: readonly Window[]): Plan | undefined {
  const { graph, runtime } = network;
  const [channels] = graph.inputDims;
  const spans = windows.every(([range]) => range[0] === 0 && range[1] === channels);
  const images = graph.inputDims.length === 3 && graph.batched;
  if (!images || !spans || windows.length < FEWEST || runtime.external || network.device !== 'cpu') return undefined;
  const plans = STEPS.map((step): Plan => {
    const sides = sidesOf(windows, step);
    return { step, sides, ...costOf(network, step, sides) };
  });
  const best = plans.reduce((least, plan) => (plan.share < least.share ? plan : least));
  return best.share < DEAREST ? best : undefined;
}

function costOf(network: Network, step: number, sides: Plan['sides']): Cost {
  const known = costs.get(network) ?? new Map<string, Cost>();
  costs.set(network, known);
  const key = keyOf(step, sides);
  const cost = known.get(key) ?? costOfModel(network, patchedModel(network.graph, step, sides));
  known.set(key, cost);
  return cost;
}

function costOfModel(network: Network, model: Model): Cost {
  const unchanged = withOutputs(network.model, unchangedIn(model));
  return { share: network.parts.shareOf(model), unchanged: network.parts.shareOf(unchanged) };
}

/** The tensors of the unchanged image that a patched model reads. */
const unchangedIn = ({ graph }: Model): string[] =>
  graph.inputs.flatMap(({ name }) => (name.startsWith(CLEAN) ? [name.slice(CLEAN.length)] : []));

/** Rows and columns that hold every window, counted from the multiple of the step at or before its first. */
function sidesOf(windows: readonly Window[], step: number): [number, number] {
  const side = (axis: number): number =>
    windows.reduce((most, window) => {
      const [from, to] = window[axis];
      return Math.max(most, to - Math.floor(from / step) * step);
    }, 0);
  return [side(1), side(2)];
}
