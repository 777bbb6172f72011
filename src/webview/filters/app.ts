import type { FiltersDocument, FiltersSubject, FiltersToHost } from '../../protocol/filters-panel';
import type { FilterKernels, FilterLayer } from '../../protocol/filters';
import { valueOf } from '../../protocol/loading';
import type { Page } from '../page';

export type ViewName = 'kernels' | 'features' | 'images';
/** Input channels as red, green and blue; their norm; all of them side by side; one of them. */
export type KernelView = 'rgb' | 'norm' | 'channels' | 'channel';
export type KernelSort = 'norm' | 'similarity' | 'index' | 'change';
export type FeatureSort = 'strength' | 'index' | 'difference';
export type Scale = 'own' | 'shared';

/** How things are shown; changes nothing that was computed, and survives a reload. */
export interface FiltersView {
  readonly view: ViewName;
  /** null: what suits the layer. */
  readonly show: KernelView | null;
  /** Input channel that is shown by itself. */
  readonly channel: number;
  readonly scale: Scale;
  readonly sort: KernelSort;
  readonly featureScale: Scale;
  readonly featureSort: FeatureSort;
  /** Of a cell, in pixels. */
  readonly size: number;
  readonly selected: number | null;
  /** The layer in which it was picked. */
  readonly pickedIn: string | null;
  /** The change since the previous version of the file instead of the kernels. */
  readonly change: boolean;
  readonly subject: FiltersSubject | null;
}

export const initialView: FiltersView = Object.freeze({
  view: 'kernels',
  show: null,
  channel: 0,
  scale: 'shared',
  sort: 'norm',
  featureScale: 'own',
  featureSort: 'strength',
  size: 56,
  selected: null,
  pickedIn: null,
  change: false,
  subject: null,
});

/** What the parts of the Filters panel share. */
export type FiltersApp = Page<FiltersDocument, FiltersView, FiltersToHost>;

export function kernelsOf(app: FiltersApp): FilterKernels | null {
  return valueOf(app.document.kernels);
}

/** The layer with kernels that is shown; undefined for one without. */
export function layerOf({ document: { layers, layer } }: FiltersApp): FilterLayer | undefined {
  return valueOf(layers)?.layers.find(({ tensor }) => tensor === layer);
}

/** A layer's human-readable name. */
export function layerName({ document: { layers, layer, structure } }: FiltersApp): string {
  const found = [...(valueOf(layers)?.layers ?? []), ...structure].find(({ tensor }) => tensor === layer);
  return found?.label ?? layer ?? '';
}

/**
 * How kernels are shown, chosen or by what the layer is: images' channels in colour, single channels as they are,
 * many as their norm.
 */
export function shownAs({ view }: FiltersApp, [, channels, height, width]: FilterLayer['dims']): KernelView {
  const possible = viewsFor([0, channels, height, width]);
  return view.show && possible.includes(view.show) ? view.show : possible[0];
}

/** The ways to show kernels of these dimensions, the usual one first. */
export function viewsFor([, channels, height, width]: FilterLayer['dims']): readonly KernelView[] {
  if (channels === 1) return ['channels'];
  // Of a dense layer the norm of a place is but one number.
  if (height * width === 1) return ['channels'];
  return channels === 3 ? ['rgb', 'norm', 'channels', 'channel'] : ['norm', 'channels', 'channel'];
}

/**
 * The kernels, or their change where that is wanted and known: [filters, channels, height, width] of the filters that
 * were sent.
 */
export function shownValues({ view }: FiltersApp, kernels: FilterKernels): Float32Array {
  return view.change && kernels.change?.known ? kernels.change.kernels.data : kernels.kernels.data;
}

/** Whether it is the change that is shown. */
export function showsChange(app: FiltersApp): boolean {
  return app.view.change && kernelsOf(app)?.change?.known === true;
}
