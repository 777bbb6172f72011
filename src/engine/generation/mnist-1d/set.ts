import { mean, standardDeviation } from '../../statistics/values';
import { NumpyRandom } from '../../tensor/numpy-random';
import { PATTERNS } from './patterns';
import { paddedLength, signalOf, templateOf, type SignalDraws, type SignalOptions } from './signal';

/** The set's defaults: 40 points, 500 signals of each digit, four fifths of them to learn from. */
export const DEFAULTS: SignalOptions = {
  templateLength: 12,
  padding: [36, 60],
  scaleCoefficient: 0.4,
  maxTranslation: 48,
  correlatedNoiseScale: 0.25,
  noiseScale: 0.02,
  shearScale: 0.75,
  finalLength: 40,
};
const PER_DIGIT = 500;
export const SIGNALS = PATTERNS.length * PER_DIGIT;
const TRAIN_SHARE = 0.8;

export interface SignalSet {
  readonly signals: readonly Float64Array[];
  readonly labels: Int32Array;
  /** Of all numbers, before they were taken off and divided by. */
  readonly mean: number;
  readonly standardDeviation: number;
  /** How many of the first signals are there to be learned from. */
  readonly trainCount: number;
}

/** The order of signals and, where their points are shuffled, of points. */
export interface SetOrder {
  readonly order: ArrayLike<number>;
  readonly sequenceOrder?: ArrayLike<number>;
}

/** Signals in an order, with the mean 0 and the deviation 1 over all their numbers. */
export function signalSet(
  signals: readonly Float64Array[],
  classes: ArrayLike<number>,
  { order, sequenceOrder }: SetOrder,
  trainShare: number,
): SignalSet {
  const ordered = Array.from(order, (k) =>
    sequenceOrder ? Float64Array.from(sequenceOrder, (i) => signals[k][i]) : signals[k],
  );
  const all = Float64Array.from(ordered.flatMap((signal) => Array.from(signal)));
  const [centre, deviation] = [mean(all), standardDeviation(all)];
  return {
    signals: ordered.map((signal) => signal.map((value) => (value - centre) / deviation)),
    labels: Int32Array.from(order, (k) => classes[k]),
    mean: centre,
    standardDeviation: deviation,
    trainCount: Math.floor(ordered.length * trainShare),
  };
}

/** The random numbers of one signal, in the order in which the published code draws them. */
export function drawSignal(random: NumpyRandom, options: SignalOptions): SignalDraws {
  const normals = (): Float64Array => Float64Array.from({ length: paddedLength(options) }, () => random.normal());
  const [low, high] = options.padding;
  return {
    padding: low + Math.floor(random.uniform() * (high - low + 1)),
    scale: random.uniform(),
    translation: random.below(options.maxTranslation),
    correlatedNoise: normals(),
    noise: normals(),
    shear: random.uniform(),
  };
}

/** The set of a seed; 42 gives the published one. @param shuffled the points of every signal in one other order */
export function mnist1d(seed: number, shuffled: boolean): SignalSet {
  const random = new NumpyRandom(seed);
  const classes = Array.from({ length: SIGNALS }, (_, i) => Math.floor(i / PER_DIGIT));
  const templates = PATTERNS.map(templateOf);
  const signals = classes.map((digit) => signalOf(templates[digit], DEFAULTS, drawSignal(random, DEFAULTS)).signal);
  const order = random.permutation(classes.length);
  const sequenceOrder = shuffled ? random.permutation(DEFAULTS.finalLength) : undefined;
  return signalSet(signals, classes, { order, sequenceOrder }, TRAIN_SHARE);
}
