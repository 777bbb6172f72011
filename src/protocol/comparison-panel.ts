import type { ComparisonSummary, MapsComparison, PairScatter, PairValues } from './comparison';
import type { ErrorReport } from './error';
import type { DenseClasses } from './prediction';
import type { MethodDescription } from './method';
import type { ExplainInput, MethodChoice, MethodCost, PaletteId } from './explain-document';
import { none, type Loading } from './loading';
import type { DocumentToPage } from './page';
import type { FloatMap, Raster } from './raster';
import type { RecipeSummary } from './recipe';
import type { BoxTarget, Corners, DetectedBoxes } from './task';

/** A model whose maps are compared. */
export interface ComparedModel {
  readonly uri: string;
  readonly name: string;
}

/** The class that a segmenter gives to every position. */
export interface ModelLabels {
  /** Name of the model. */
  readonly model: string;
  readonly map: DenseClasses;
  /** Of all its classes. */
  readonly labels: readonly string[];
}

/** The box that is explained, of the only image. */
export interface ComparedBox {
  /** As the first model has it. */
  readonly target: BoxTarget;
  readonly label: string;
  /** In pixels of the image. */
  readonly inImage: Corners;
}

/** A kind of map that could not be made, and why. */
export interface LeftOutMap {
  readonly name: string;
  readonly error: ErrorReport;
}

/** How far one image is. */
export type ComparedImage =
  | { readonly state: 'waiting' | 'running' }
  | { readonly state: 'done'; readonly pairs: readonly PairValues[] }
  | { readonly state: 'error'; readonly error: ErrorReport };

/** One image with everything that is drawn of it. */
export interface ShownComparison {
  readonly comparison: MapsComparison;
  /** In the order of the comparison's maps. */
  readonly maps: readonly FloatMap[];
  /** The image the network saw; null for what is none. */
  readonly image: Raster | null;
  /** What each model predicts, in the order of the models; null for maps that were given. */
  readonly predicted: readonly string[] | null;
  /** Of those models that are segmenters. */
  readonly labelMaps: readonly ModelLabels[];
  /** What the first model has found, where it is a detector. */
  readonly boxes: DetectedBoxes | null;
}

/** All images that are done, together. */
export interface ShownSummary {
  readonly summary: ComparisonSummary;
  /** Counts added. */
  readonly scatters: readonly PairScatter[];
  /** What the numbers mean, from the first image. */
  readonly terms: Pick<MapsComparison['result'], 'comparisons' | 'hypotheses' | 'corrections'>;
}

/** Everything the panel shows that is not a mere view setting; the host owns it and it survives a reload. */
export interface ComparisonDocument {
  readonly inputs: readonly ExplainInput[];
  readonly images: readonly ComparedImage[];
  readonly models: readonly ComparedModel[];
  /** How the models are fed, for the header. */
  readonly recipes: readonly RecipeSummary[];
  readonly methods: readonly MethodDescription[];
  /** What is shown was made with them. */
  readonly choices: readonly MethodChoice[];
  /** Other choices, which wait for Run; null where they are those of what is shown. */
  readonly pending: readonly MethodChoice[] | null;
  /** Of one image under all models, of every method that can be chosen; empty while they are not known. */
  readonly costs: readonly MethodCost[];
  /** A class by label or index; null: each model's predicted class. */
  readonly target: string | number | null;
  /** A box in place of a class. */
  readonly box: ComparedBox | null;
  /** Class labels of the first model, once one prediction was made. */
  readonly labels: readonly string[];
  /** Index of the image shown; null: all together. */
  readonly current: number | null;
  readonly shown: Loading<ShownComparison>;
  readonly summary: ShownSummary | null;
  /** Kinds of maps that failed on the first image, as a method that does not fit a model; the others are compared. */
  readonly leftOut: readonly LeftOutMap[];
  readonly busy: boolean;
  /** Why nothing runs; null where something can. */
  readonly error: ErrorReport | null;
  readonly trusted: boolean;
  readonly palette: PaletteId;
}

export const emptyComparison: ComparisonDocument = {
  inputs: [],
  images: [],
  models: [],
  recipes: [],
  methods: [],
  choices: [],
  pending: null,
  costs: [],
  target: null,
  box: null,
  labels: [],
  current: 0,
  shown: none,
  summary: null,
  leftOut: [],
  busy: false,
  error: null,
  trusted: true,
  palette: 'blue-red',
};

/** Host → comparison panel. */
export type ComparisonToPanel =
  | DocumentToPage<ComparisonDocument>
  | { readonly kind: 'image'; readonly index: number; readonly image: ComparedImage };

/** Comparison panel → host. */
export type ComparisonToHost =
  | { readonly kind: 'run' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'choose'; readonly choices: readonly MethodChoice[] }
  | { readonly kind: 'target'; readonly target: string | null }
  | { readonly kind: 'box'; readonly box: BoxTarget }
  | { readonly kind: 'select'; readonly index: number | null }
  | { readonly kind: 'pick'; readonly what: 'images' | 'folder' | 'models' }
  | { readonly kind: 'explain'; readonly index: number };
