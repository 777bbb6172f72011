import { mean, standardDeviation } from '../../statistics/values';
import { smoothed } from '../../tensor/blur';

/** How far a template is changed; the names are those of the reference suite `training`. */
export interface SignalOptions {
  readonly templateLength: number;
  /** Fewest and most zeros behind the template. */
  readonly padding: readonly [number, number];
  readonly scaleCoefficient: number;
  readonly maxTranslation: number;
  readonly correlatedNoiseScale: number;
  readonly noiseScale: number;
  readonly shearScale: number;
  readonly finalLength: number;
}

/** The random numbers of one signal; the two noises have a value per point of the padded signal. */
export interface SignalDraws {
  readonly padding: number;
  readonly scale: number;
  readonly translation: number;
  readonly correlatedNoise: ArrayLike<number>;
  readonly noise: ArrayLike<number>;
  readonly shear: number;
}

/** A signal, and what it was on the way. */
export interface SignalSteps {
  readonly dilated: Float64Array;
  readonly translated: Float64Array;
  readonly noised: Float64Array;
  readonly sheared: Float64Array;
  readonly signal: Float64Array;
}

/** Keeps a point of a template that is 0 from being taken for an empty one. */
const NOT_EMPTY = 1e-8;
/** Standard deviation of the filter that makes noise correlated, in points. */
const CORRELATION = 2;

/** Mean 0 and deviation 1, then begun at 0 and made small. */
export function templateOf(pattern: ArrayLike<number>): Float64Array {
  const [centre, deviation] = [mean(pattern), standardDeviation(pattern)];
  const start = (pattern[0] - centre) / deviation;
  return Float64Array.from(pattern, (value) => ((value - centre) / deviation - start) / 6);
}

/** Points of a signal before it is resampled at the end. */
export const paddedLength = ({ templateLength, padding }: SignalOptions): number => templateLength + padding[1];

/** The published construction: pad, dilate, scale, translate, add noise, shear, resample. */
export function signalOf(template: ArrayLike<number>, options: SignalOptions, draws: SignalDraws): SignalSteps {
  const length = paddedLength(options);
  const own = new Float64Array(options.templateLength + draws.padding);
  own.set(Float64Array.from(template, (value) => value + NOT_EMPTY));
  const dilated = resampled(own, length);
  const scale = 1 + options.scaleCoefficient * (draws.scale - 0.5);
  const from = (i: number): number => (i - draws.translation + length) % length;
  const translated = dilated.map((_, i) => scale * dilated[from(i)]);
  // By position, not by value: rounding must not make a signal of an empty point, nor noise of a signal.
  const isEmpty = (i: number): boolean => from(i) * (own.length - 1) >= options.templateLength * (length - 1);
  const rough = Float64Array.from({ length }, (_, i) => options.correlatedNoiseScale * draws.correlatedNoise[i]);
  const smooth = smoothed(rough, CORRELATION);
  const noised = translated.map((value, i) => (isEmpty(i) ? smooth[i] : value) + options.noiseScale * draws.noise[i]);
  const slope = options.shearScale * (draws.shear - 0.5);
  const sheared = noised.map((value, i) => value - slope * (i / (length - 1) - 0.5));
  return { dilated, translated, noised, sheared, signal: resampled(sheared, options.finalLength) };
}

/** Linear between points, the end points fixed; in whole numbers, so that the same length changes nothing. */
function resampled(values: Float64Array, length: number): Float64Array {
  return Float64Array.from({ length }, (_, j) => {
    const place = j * (values.length - 1);
    const below = Math.floor(place / (length - 1));
    const part = (place - below * (length - 1)) / (length - 1);
    return part === 0 ? values[below] : values[below] + part * (values[below + 1] - values[below]);
  });
}
