import { Draws } from '../../../../src/engine/attribution/draws';
import type { Attribution, AttributionMethod } from '../../../../src/engine/attribution/method';
import { Execution } from '../../../../src/engine/session/execution';
import type { Network } from '../../../../src/engine/session/network';
import type { FloatTensor } from '../../../../src/engine/tensor/tensor';
import type { ParameterValues } from '../../../../src/protocol/parameter';
import { explain } from '../perturbation/setup';
import { IMAGES, SIGNALS, TOKENS, type Kind } from './networks';

/** Enough for a map, and no more. */
const SMALL: Readonly<Record<string, ParameterValues>> = {
  'integrated-gradients': { steps: 12 },
  smoothgrad: { samples: 6, steps: 4 },
  'smoothgrad-sq': { samples: 6, steps: 4 },
  vargrad: { samples: 6, steps: 4 },
  'gradient-shap': { samples: 12 },
  'blur-integrated-gradients': { steps: 20 },
  'guided-integrated-gradients': { steps: 12 },
  xrai: { steps: 8, minSize: 10, minGain: 4, dilation: 1 },
  'deeplift-shap': { samples: 4 },
  'layer-gradient-shap': { samples: 6 },
  'layer-integrated-gradients': { steps: 12 },
  'layer-conductance': { steps: 8 },
  'internal-influence': { steps: 8 },
  'feature-ablation': { segments: 8 },
  lime: { samples: 60, segments: 8 },
  'kernel-shap': { samples: 60, segments: 8 },
  'shapley-exact': { segments: 6 },
  'shapley-value-sampling': { permutations: 4, segments: 8 },
  'partition-shap': { samples: 60, gridSize: 8 },
  rise: { samples: 60, gridSize: 4 },
  sobol: { designs: 6, gridSize: 3 },
  hsic: { samples: 60, gridSize: 4 },
};

export const smallFor = ({ id }: AttributionMethod): ParameterValues => SMALL[id] ?? {};

/** One way to run a method: its small parameters with one of them changed. */
export interface Variant {
  readonly name: string;
  readonly params: ParameterValues;
  /** The changed choice draws random numbers. */
  readonly random: boolean;
}

/** A method with every value of every choice, every switch turned, and noise where there is none by default. */
export function variantsOf(method: AttributionMethod): Variant[] {
  const usual = smallFor(method);
  const changed = method.params.flatMap(({ usedWith, ...p }) => {
    const where = usedWith ? { [usedWith.name]: usedWith.values[0] } : {};
    const variant = (value: string | boolean | number, random = false): Variant => ({
      name: `${p.name}=${value}`,
      params: { ...usual, ...where, [p.name]: value },
      random,
    });
    if (p.kind === 'number' && p.shareOfRange && p.default === 0) return [variant(0.2)];
    if (p.kind === 'boolean') return [variant(!p.default)];
    if (p.kind === 'choice')
      return p.choices.filter((c) => c.value !== p.default).map((c) => variant(c.value, c.random === true));
    return [];
  });
  return [{ name: 'defaults', params: usual, random: false }, ...changed];
}

/** The networks that a method can explain. Attention is looked for over images only. */
export const kindsFor = ({ group }: AttributionMethod): readonly Kind[] =>
  group === 'attention' ? [TOKENS] : [IMAGES, SIGNALS];

/** CAM itself explains the last layer only; the others an earlier one, so that there is something behind it. */
const layerFor = ({ id, group }: AttributionMethod): string | undefined =>
  id === 'cam' ? 'deep' : group === 'attention' ? undefined : 'shallow';

export interface Run {
  readonly network: Network;
  readonly input: FloatTensor;
  readonly params?: ParameterValues;
  readonly seed?: number;
  readonly execution?: Execution;
  /** What the network takes for 1. */
  readonly unit?: number;
}

/** Runs a method of the registry as the contract does everywhere. */
export function run(
  method: AttributionMethod,
  { network, input, params = smallFor(method), seed = 1, execution = new Execution(), unit = 1 }: Run,
): Promise<Attribution> {
  const channels = input.dims[1];
  const level = (value: number) => new Array<number>(channels).fill(value);
  return explain(method, network, input, {
    params,
    execution,
    layer: layerFor(method),
    draws: new Draws(seed),
    files: { baseline: { ...input, data: input.data.map((v) => v / 2) } },
    levels: input.dims.length === 4 ? { black: level(-unit), white: level(unit) } : undefined,
  });
}

/** Two maps that differ by rounding alone. */
export function agree(a: FloatTensor, b: FloatTensor): boolean {
  const peak = a.data.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  return a.dims.join() === b.dims.join() && a.data.every((v, i) => Math.abs(v - b.data[i]) <= 2e-5 * peak + 1e-9);
}

export const equal = (a: FloatTensor, b: FloatTensor): boolean =>
  a.dims.join() === b.dims.join() && a.data.every((v, i) => v === b.data[i]);
