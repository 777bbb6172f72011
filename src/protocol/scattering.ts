import type { FloatMap } from './raster';

export interface ScatteringBankRequest {
  /** Size of the image; the bank is made for it with its padding. */
  readonly height: number;
  readonly width: number;
  /** Scales and angles. */
  readonly J: number;
  readonly L: number;
}

/** One filter of the bank; the low-pass comes last. */
export interface WaveletDescription {
  readonly name: string;
  readonly scale: number;
  /** Direction of the wave in degrees from the row axis towards the column axis; null for the low-pass. */
  readonly angle: number | null;
  /** In cycles per pixel. */
  readonly centreFrequency: number;
  readonly bandwidth: number;
  readonly tangentialBandwidth: number;
  /** Standard deviation of the envelope across the wave fronts, in pixels. */
  readonly sigma: number;
  /** [2, height, width]: real and imaginary part, centred, cut where the filter has ended. */
  readonly space: FloatMap;
  /** [1, height, width]: transfer function (real), zero frequency in the middle. */
  readonly frequency: FloatMap;
}

export interface ScatteringBank {
  readonly request: ScatteringBankRequest;
  /** Size with padding, in which the filters live. */
  readonly padded: readonly [number, number];
  /** J·L wavelets, scale by scale, then the low-pass. */
  readonly filters: readonly WaveletDescription[];
  /** [1, height, width]: the share of energy the bank keeps at each frequency, zero frequency in the middle. */
  readonly littlewoodPaley: FloatMap;
}

export interface ScatteringRequest {
  /** An image or a .npy [channels, height, width]. */
  readonly input: string;
  readonly J: number;
  readonly L: number;
  readonly maxOrder: 0 | 1 | 2;
  /** Height and width to which an image is brought; its own by default. */
  readonly size?: readonly [number, number];
}

/** The wavelets a coefficient went through; −1 where there is none. */
export interface ScatteringPath {
  readonly order: 0 | 1 | 2;
  readonly j1: number;
  readonly t1: number;
  readonly j2: number;
  readonly t2: number;
}

export interface ScatteringCoefficients {
  readonly request: ScatteringRequest;
  readonly size: readonly [number, number];
  readonly channels: number;
  readonly paths: readonly ScatteringPath[];
  /** [channels · paths, height, width] */
  readonly coefficients: FloatMap;
  /** Mean of each path over places and channels: what the polar disc shows. */
  readonly means: Float32Array;
  readonly seconds: number;
}

/**
 * What an input is to the scattering transform, told by its shape: a file of images, or an array of one or two axes
 * too low to be an image.
 */
export type ScatteringInput =
  { readonly kind: 'image' } | { readonly kind: 'signal'; readonly channels: number; readonly length: number };

/** The transform of signals: J scales, Q wavelets per octave of first and second order. */
export interface SignalBankRequest {
  /** Samples of the signal; the bank is made for it with its padding. */
  readonly length: number;
  readonly J: number;
  readonly Q: readonly [first: number, second: number];
  /** Samples over which the low-pass averages; 2^J unless given. */
  readonly T?: number;
}

/** One filter of the bank for signals. */
export interface SignalWavelet {
  readonly name: string;
  /** The order in which it is used; 0 for the low-pass. */
  readonly order: 0 | 1 | 2;
  /** Its output may be subsampled by 2^scale. */
  readonly scale: number;
  /** In cycles per sample. */
  readonly centreFrequency: number;
  /** Full width of the energy at half its height, in cycles per sample. */
  readonly bandwidth: number;
  /** Standard deviation of the envelope, in samples. */
  readonly sigma: number;
  /** [2, n]: real and imaginary part in time, centred, cut where the filter has ended. */
  readonly time: FloatMap;
  /** [n]: transfer function (real), zero frequency in the middle. */
  readonly frequency: FloatMap;
}

export interface SignalBank {
  readonly request: SignalBankRequest;
  readonly padded: number;
  /** Wavelets of first order, by falling frequency, of second order, then the low-pass. */
  readonly filters: readonly SignalWavelet[];
  /**
   * [2, n]: the share of energy that the first and the second family with the low-pass keep at each frequency, zero
   * frequency in the middle.
   */
  readonly littlewoodPaley: FloatMap;
}

export interface SignalScatteringRequest extends Omit<SignalBankRequest, 'length'> {
  /** A .npy [length], [channels, length] or [1, channels, length]. */
  readonly input: string;
  readonly maxOrder: 0 | 1 | 2;
}

/** The wavelets, by their place in the bank's families, that a coefficient went through; −1 where there is none. */
export interface SignalPath {
  readonly order: 0 | 1 | 2;
  readonly n1: number;
  readonly n2: number;
}

export interface SignalScattering {
  readonly request: SignalScatteringRequest;
  /** [channels, length] */
  readonly signal: FloatMap;
  readonly paths: readonly SignalPath[];
  /** Centre frequencies of the wavelets of each order, in cycles per sample. */
  readonly frequencies: readonly [first: readonly number[], second: readonly number[]];
  /** [channels · paths, time]; column k belongs to the sample `start` + k·`stride`. */
  readonly coefficients: FloatMap;
  readonly start: number;
  readonly stride: number;
  /** Mean of each path over time and channels. */
  readonly means: Float32Array;
  readonly seconds: number;
}

/** The calls about wavelet scattering: name → arguments, answer, and events on the way. */
export interface ScatteringCalls {
  /** Whether an input is an image or a signal; an array of 2^J rows or more is an image. */
  'scattering.input': { arguments: { input: string; J: number }; answer: ScatteringInput; event: never };
  'scattering.bank': { arguments: ScatteringBankRequest; answer: ScatteringBank; event: never };
  'scattering.coefficients': { arguments: ScatteringRequest; answer: ScatteringCoefficients; event: never };
  'scattering.signalBank': { arguments: SignalBankRequest; answer: SignalBank; event: never };
  'scattering.signal': { arguments: SignalScatteringRequest; answer: SignalScattering; event: never };
}
