import type { FloatMap, Raster } from './raster';

/** Simple signs of whether a layer's filters do something. */
export interface FilterHealth {
  /** Euclidean norm of all weights of the layer. */
  readonly norm: number;
  /** Filters whose norm is at most a thousandth of the layer's median. */
  readonly dead: readonly number[];
  /**
   * Pairs with a cosine of at least 0.99, the first hundred; null where there are too many filters to compare, or
   * filters of one number.
   */
  readonly duplicates: readonly { readonly first: number; readonly second: number; readonly cosine: number }[] | null;
  /** Share of weights below a hundredth of the layer's root mean square (of normally distributed weights: 0.8 %). */
  readonly nearZero: number;
}

/** A layer with kernels. */
export interface FilterLayer {
  /** The layer's identity: its output tensor, or for a file of weights the name of the weight. */
  readonly tensor: string;
  /** What it is called wherever it is shown, as {@link LayerDescription.label}. */
  readonly label: string;
  readonly name: string;
  readonly op: string;
  readonly module?: string;
  /** Shape of the stored weight. */
  readonly stored: readonly number[];
  /** Filters, channels of each, height, width: the arrangement of the kernels that are sent. */
  readonly dims: readonly [filters: number, channels: number, height: number, width: number];
  readonly parameters: number;
  /** Whether its output has places in the image; null without a graph. */
  readonly spatial: boolean | null;
  readonly health: FilterHealth | null;
  /** ‖new − old‖ / ‖old‖ since the previous version of the file; null where that is not known. Only where asked for. */
  readonly change?: number | null;
}

export interface FilterLayers {
  readonly path: string;
  readonly format: string;
  /** False for files of weights alone, which have kernels but no feature maps. */
  readonly hasGraph: boolean;
  readonly layers: readonly FilterLayer[];
  readonly warnings: readonly string[];
}

export interface WeightStatistics {
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  readonly deviation: number;
  /** Counts of equal bins from minimum to maximum. */
  readonly histogram: readonly number[];
}

/**
 * How the kernels of a layer differ from those of the version of the file that lay there before it was overwritten. A
 * version is known once it was asked for (`filters.layers` or `filters.kernels`); of a file of more than 8 million
 * weights only the layers whose kernels were asked for.
 */
export type KernelChange =
  | {
      readonly known: true;
      /** When the previous version was written, in milliseconds since 1970. */
      readonly previousModified: number;
      /** New minus old, of the filters that are sent, in their order. */
      readonly kernels: FloatMap;
      /** Euclidean norm of the change of every filter of the layer, and the filters by it, the most changed first. */
      readonly norms: Float32Array;
      readonly order: Uint32Array;
      /** ‖new − old‖ / ‖old‖ of the whole layer. */
      readonly relative: number;
      /** Largest magnitude in `kernels`, for a scale. */
      readonly peak: number;
    }
  | {
      readonly known: false;
      /**
       * Nothing was overwritten since the engine first saw the file; this layer was not looked at before; the layer had
       * another shape.
       */
      readonly reason: 'first-version' | 'not-kept' | 'other-shape';
    };

/** The kernels of one layer. */
export interface FilterKernels {
  readonly layer: FilterLayer;
  /** [sent filters, channels, height, width] */
  readonly kernels: FloatMap;
  /** Which filters were sent: all, or of a very large layer the strongest. */
  readonly indices: Uint32Array;
  /** Euclidean norm of every filter of the layer. */
  readonly norms: Float32Array;
  readonly statistics: WeightStatistics;
  /** Orders of all filters: strongest first; and a chain in which each is followed by the one most like it. */
  readonly orders: { readonly norm: Uint32Array; readonly similarity: Uint32Array };
  /**
   * [sent filters, n, n]: amplitude over the channels' frequencies, zero frequency in the middle; null for kernels of
   * one place.
   */
  readonly frequency: FloatMap | null;
  /** Since the previous version of the file; only where asked for. */
  readonly change?: KernelChange;
}

/** The feature maps of a layer for one input. */
export interface FeatureMaps {
  readonly input: string;
  /** [channels, height, width] */
  readonly maps: FloatMap;
  /** Mean magnitude of every channel. */
  readonly strengths: Float32Array;
  /** Channels, the strongest first. */
  readonly order: Uint32Array;
}

/** Where in a folder a filter answered most. */
export interface ExcitingImage {
  readonly input: string;
  readonly value: number;
  /** The place in the feature map, and the part of the input it sees, in the input's pixels, clipped to it. */
  readonly row: number;
  readonly column: number;
  readonly patch: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  readonly raster: Raster | null;
}

export interface ExcitingImages {
  readonly images: readonly ExcitingImage[];
  readonly skipped: readonly { readonly input: string; readonly reason: string }[];
}

/** The calls of the filters panel: name → arguments, answer, and events on the way. */
export interface FilterCalls {
  /**
   * The layers with kernels, in graph order; `health` false leaves out what needs every weight (files of weights: true
   * reads them all); `change` adds how much each layer has changed since the previous version of the file.
   */
  'filters.layers': {
    arguments: { model: string; health?: boolean; change?: boolean };
    answer: FilterLayers;
    event: never;
  };
  /** With `change`, also the difference from the previous version of the file. */
  'filters.kernels': {
    arguments: { model: string; layer: string; change?: boolean };
    answer: FilterKernels;
    event: never;
  };
  'filters.features': {
    arguments: { model: string; layer: string; inputs: readonly string[] };
    answer: readonly FeatureMaps[];
    event: never;
  };
  /** The images of a folder that excite a filter most. */
  'filters.images': {
    arguments: { model: string; layer: string; filter: number; folder: string; count?: number };
    answer: ExcitingImages;
    event: { readonly done: number; readonly of: number };
  };
}
