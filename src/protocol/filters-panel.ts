import type { ExplainInput, PaletteId } from './explain-document';
import type { ExcitingImages, FeatureMaps, FilterKernels, FilterLayers } from './filters';
import { none, type Loading } from './loading';
import type { LayerDescription } from './model';
import type { DocumentToPage } from './page';
import type { RecipeSummary } from './recipe';

/** A file or folder with a human-readable name. */
export interface Place {
  readonly uri: string;
  readonly name: string;
}

/** Images that excite a filter, with what was asked. */
export interface Excitement extends ExcitingImages {
  readonly layer: string;
  readonly filter: number;
  readonly folder: Place;
}

/** What the Filters panel shows; the host owns it. */
export interface FiltersDocument {
  readonly model: Place | null;
  readonly layers: Loading<FilterLayers>;
  /** All layers of a model with a graph: those without kernels have feature maps, too. */
  readonly structure: readonly LayerDescription[];
  /** How the model is fed, for the header; null for files of weights, and until it is known. */
  readonly recipe: RecipeSummary | null;
  /** Tensor of the layer shown. */
  readonly layer: string | null;
  readonly kernels: Loading<FilterKernels>;
  /** At most two. */
  readonly images: readonly ExplainInput[];
  readonly features: Loading<readonly FeatureMaps[]>;
  readonly folder: Place | null;
  readonly exciting: Loading<Excitement>;
  /** Feature maps need a model that is run; kernels do not. */
  readonly trusted: boolean;
  readonly palette: PaletteId;
}

/** What brings a panel back after a reload; the page keeps it for the host. */
export interface FiltersSubject {
  readonly model: string;
  readonly layer: string | null;
  readonly images: readonly string[];
  readonly folder: string | null;
}

/** Host → Filters panel. */
export type FiltersToPanel = DocumentToPage<FiltersDocument>;

/** Filters panel → host. */
export type FiltersToHost =
  | { readonly kind: 'retry' }
  | { readonly kind: 'layer'; readonly tensor: string }
  /** Read every weight of a file whose layers were listed without. */
  | { readonly kind: 'health' }
  /** Feature maps are looked at from now on. */
  | { readonly kind: 'features' }
  | { readonly kind: 'addImage' }
  | { readonly kind: 'removeImage'; readonly index: number }
  | { readonly kind: 'pickFolder' }
  | { readonly kind: 'excite'; readonly filter: number }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'open'; readonly path: string };

/** What the panel shows before anything was read. */
export const emptyFilters: FiltersDocument = Object.freeze({
  model: null,
  layers: none,
  structure: [],
  recipe: null,
  layer: null,
  kernels: none,
  images: [],
  features: none,
  folder: null,
  exciting: none,
  trusted: true,
  palette: 'blue-red',
});

/** Why feature maps of a file cannot be had; null where they can. */
export function featuresBarred({
  layers,
  trusted,
}: Pick<FiltersDocument, 'layers' | 'trusted'>): 'weights' | 'trust' | null {
  if (layers.state === 'done' && !layers.value.hasGraph) return 'weights';
  return trusted ? null : 'trust';
}
