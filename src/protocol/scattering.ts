import type { FloatMap } from './raster';

export interface ScatteringBankRequest {
  /** Size of the picture; the bank is made for it with its padding. */
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
  /** A picture or a .npy [channels, height, width]. */
  readonly input: string;
  readonly J: number;
  readonly L: number;
  readonly maxOrder: 0 | 1 | 2;
  /** Height and width to which a picture is brought; its own by default. */
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

/** The calls about wavelet scattering: name → arguments, answer, and events on the way. */
export interface ScatteringCalls {
  'scattering.bank': { arguments: ScatteringBankRequest; answer: ScatteringBank; event: never };
  'scattering.coefficients': { arguments: ScatteringRequest; answer: ScatteringCoefficients; event: never };
}
