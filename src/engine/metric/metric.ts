import { LensError } from '../../protocol/error';
import type { AspectScale } from '../../protocol/aspect';
import type { Paper } from '../../protocol/paper';
import { baselineNamed, type BaselineId } from '../baseline';
import type { Levels } from '../baseline/levels';
import type { Schema, ValuesOf } from '../parameter/schema';
import type { RandomStream } from '../tensor/random';
import { floats, sizeOf, type FloatTensor } from '../tensor/tensor';
import type { Witness } from './witness';

/** Which number of the model's answer is judged. */
export type Output = 'logit' | 'probability';

/** The target class's score of every input of a batch [N, …]. */
export type Scorer = (inputs: FloatTensor) => Promise<ArrayLike<number>>;

/** The attribution of the target class for every input of a batch [N, …], signed and unscaled: [N, C or 1, …]. */
export type Explainer = (inputs: FloatTensor) => Promise<FloatTensor>;

/** The explainer of a model whose top layers, down to `layer`, were re-initialised. */
export interface RandomisedModel {
  readonly layer: string;
  readonly explain: Explainer;
}

/** What a metric judges: one input, one class and one method's explanation of it. */
export interface Subject {
  /** [1, C, H, W] or [1, C, L], preprocessed. */
  readonly input: FloatTensor;
  /** The method's output for `input`: [1, C or 1, …], signed, unscaled. */
  readonly attribution: FloatTensor;
  /** One value per position, [H, W] or [L]: the attribution summed over channels. */
  readonly map: FloatTensor;
  /** Scores of the unchanged input, so that no metric repeats that forward pass. */
  readonly clean: Readonly<Record<Output, number>>;
  readonly scorers: Readonly<Record<Output, Scorer>>;
  /** Black and white in the preprocessed space; absent for inputs that are no images. */
  readonly levels?: Levels;
  /** Explains other inputs for the same class with the same method and parameters. */
  readonly explain?: Explainer;
  /** From the fewest to the most re-initialised layers. */
  readonly randomised?: readonly RandomisedModel[];
  /** 0/1 per position: where the object is. */
  readonly mask?: Uint8Array;
  /** A metric's own random numbers, seeded per image: they do not depend on which other metrics run. */
  stream(metric: string): RandomStream;
  /** Most inputs scored at once. */
  readonly batch: number;
  readonly signal?: AbortSignal;
  /** Results that several metrics of one subject share, such as a masked forward pass. */
  readonly shared: Map<string, Promise<unknown>>;
  /** Hears what is done, where that is wanted. */
  readonly witness?: Witness;
}

export interface MetricResult {
  readonly value: number;
  /** Other numbers of the same computation, for example the two halves of a combined score. */
  readonly parts?: Readonly<Record<string, number>>;
}

/** What is known of every input of a model before anything runs. */
export interface MetricFacts {
  /** Pixels or time steps of an input. */
  readonly positions: number;
  /** Re-initialised copies of the model that there will be. */
  readonly copies: number;
}

/** What a metric runs of one map. */
export interface MetricWork {
  /** Inputs that are scored: forward passes of one image. */
  readonly scored?: number;
  /** Inputs that are explained, each at what the method costs. */
  readonly explained?: number;
  /** Metrics of one map that agree in it run this once for all of them. */
  readonly once?: string;
}

/** What a subject must offer beyond its map and scores. */
export type MetricNeed = 'scores' | 'explainer' | 'mask' | 'randomised';

/** Which values speak for a map. */
export type Better = 'higher' | 'lower' | 'none';

/**
 * A measure of an explanation. The value of a set of images is the mean of their values.
 * @typeParam S its parameters, from which follow the types of the values it is given, as those of a method do
 */
export interface Metric<S extends Schema = Schema> {
  readonly id: string;
  readonly label: string;
  readonly paper: Paper;
  readonly better: Better;
  /** Where parameters turn that round. */
  betterWith?(params: ValuesOf<S>): Better;
  /** The exact definition and its conventions, shown beside the number. */
  readonly formula: string;
  readonly unit?: string;
  readonly needs: readonly MetricNeed[];
  readonly params: S;
  /** Of metrics that take part in the one number of a method: what they say, and on which range. */
  readonly aspect?: AspectScale;
  /** What there is to be seen of how a number came about, in a few words: what the metric tells a witness. */
  readonly evidence?: string;
  /** Absent: it runs nothing. */
  work?(params: ValuesOf<S>, facts: MetricFacts): MetricWork;
  score(subject: Subject, params: ValuesOf<S>): Promise<MetricResult>;
}

/** Number of positions (pixels or time steps) of an input [N, C, …]. */
export function positionsOf(input: FloatTensor): number {
  return sizeOf(input.dims.slice(2));
}

/** A metric as it stands in its file: the values that it is given follow from its schema. */
export const defineMetric = <const S extends Schema>(metric: Metric<S>): Metric<S> =>
  Object.freeze({ ...metric, params: Object.freeze(metric.params) });

/** Black in the preprocessed space, per channel; zeros for inputs that are no images. */
export const blackOf = ({ levels, input }: Subject): readonly number[] =>
  levels?.black ?? new Array<number>(input.dims[1]).fill(0);

/** What stands where pixels are taken away, [1, C, …]. @throws LensError for an id there is not */
export const baselineFor = ({ input, levels, stream }: Subject, id: BaselineId): FloatTensor =>
  baselineNamed(id, { input, levels, stream: () => stream('baseline') });

/** `make()` the first time a subject is asked for `key`, the same promise afterwards. */
export function once<T>(subject: Subject, key: string, make: () => Promise<T>): Promise<T> {
  const known = subject.shared.get(key) as Promise<T> | undefined;
  if (known) return known;
  const made = make();
  subject.shared.set(key, made);
  return made;
}

/** @throws LensError `invalid-argument` when the subject lacks what the metric needs */
export function required<T>(value: T | undefined, metric: string, what: string): T {
  if (value !== undefined) return value;
  throw new LensError({
    code: 'invalid-argument',
    what: `this metric needs ${what}`,
    where: metric,
    next: 'Add it or leave the metric out',
  });
}

/** One value per position: the attribution [1, C, …] summed over its channels. */
export function channelSum(attribution: FloatTensor): FloatTensor {
  const dims = attribution.dims.slice(2);
  const map = floats(dims);
  for (let i = 0; i < attribution.data.length; i++) map.data[i % map.data.length] += attribution.data[i];
  return map;
}
