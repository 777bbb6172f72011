import { text, type Model } from '../../../../src/engine/graph/model';
import type { Tensor } from '../../../../src/engine/tensor/tensor';
import { noise, weight, type NodeCase } from '../running';

export const image = noise([2, 4, 6, 6]);
export const perChannel = (seed: number): { weight: Tensor } => weight(noise([4], seed));
export const positive = (dims: number[], seed: number): { weight: Tensor } =>
  weight({ ...noise(dims, seed), data: noise(dims, seed).data.map((v) => v * v + 0.1) });
export const strings = (value: Record<string, string>): Record<string, ReturnType<typeof text>> =>
  Object.fromEntries(Object.entries(value).map(([k, v]) => [k, text(v)]));

/** A node of an older operator set, and what becomes of it: the numbers stay. */
export interface OlderForm extends NodeCase {
  readonly name: string;
  readonly expect: (ops: string[], model: Model) => boolean;
}
