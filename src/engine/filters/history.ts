import type { FilterKernels, FilterLayer, FilterLayers, KernelChange } from '../../protocol/filters';
import { atOnce } from '../tensor/steps';
import { normsOf } from './health';
import { falling } from './order';
import type { KernelLayer, KernelSource } from './source';

/** Numbers kept of all files and versions together: 256 MB. The layers looked at longest ago are forgotten first. */
const MOST_KEPT = 2 ** 26;
/**
 * Files of at most this many numbers are kept whole, so that the change of every layer is known; of larger ones only
 * the layers looked at.
 */
const SMALL = 2 ** 23;
/** A layer of more numbers is not kept at all. */
const LARGEST_LAYER = 2 ** 25;

/** One version of a file: what tells it from others, and when it was written (milliseconds since 1970). */
export interface FileVersion {
  readonly stamp: string;
  readonly modified: number;
}

/** The kernels of one version of a file. */
export type VersionedSource = KernelSource & { readonly version: FileVersion };

type Values = Pick<FilterLayer, 'dims'> & { readonly values: Float32Array };
/** Kernels of a layer as they were, or why they are not known. */
type Before = (Values & { readonly modified: number }) | Exclude<KernelChange, { known: true }>;

/**
 * Remembers the kernels of the version of each file before the one on disk, in bounded memory, so that training can be
 * watched.
 */
export class KernelHistory {
  private readonly versions = new Map<string, { latest: FileVersion; previous: FileVersion | null }>();
  private readonly kept = new Map<string, Values>();
  private total = 0;

  constructor(private readonly limits = { most: MOST_KEPT, small: SMALL, layer: LARGEST_LAYER }) {}

  /** Notes which version of a file is on disk; a small file is copied whole when it is first seen. */
  note({ path, version, layers }: VersionedSource): void {
    const known = this.versions.get(path);
    if (known?.latest.stamp === version.stamp) return;
    if (known?.previous) this.forget(path, known.previous);
    this.versions.set(path, { latest: version, previous: known?.latest ?? null });
    const numbers = layers.reduce((sum, { layer }) => sum + countOf(layer), 0);
    if (numbers > this.limits.small) return;
    for (const { layer, read } of layers) {
      try {
        this.keep(path, version, layer, read());
      } catch {
        // A layer that cannot be read says so when it is asked for; the others can be looked at all the same.
      }
    }
  }

  /** Keeps a layer that is looked at. */
  look({ path, version }: VersionedSource, { layer }: KernelLayer, values: Float32Array): void {
    if (values.length <= this.limits.layer) this.keep(path, version, layer, values);
  }

  /** The layer as it was before the file was overwritten. */
  before({ path }: VersionedSource, layer: FilterLayer): Before {
    const previous = this.versions.get(path)?.previous;
    if (!previous) return { known: false, reason: 'first-version' };
    const values = this.kept.get(keyOf(path, previous, layer.tensor));
    if (!values) return { known: false, reason: 'not-kept' };
    if (values.dims.join() !== layer.dims.join()) return { known: false, reason: 'other-shape' };
    return { ...values, modified: previous.modified };
  }

  private keep(path: string, version: FileVersion, { tensor, dims }: FilterLayer, values: Float32Array): void {
    const key = keyOf(path, version, tensor);
    // A copy, because the values may be a view of the whole file; put last, because the map is in the order of use.
    const entry = this.kept.get(key) ?? { dims, values: values.slice() };
    if (!this.kept.delete(key)) this.total += values.length;
    this.kept.set(key, entry);
    for (const [
      oldest,
      {
        values: { length },
      },
    ] of this.kept) {
      if (this.total <= this.limits.most) break;
      this.kept.delete(oldest);
      this.total -= length;
    }
  }

  private forget(path: string, version: FileVersion): void {
    const prefix = keyOf(path, version, '');
    for (const [key, { values }] of this.kept) {
      if (!key.startsWith(prefix)) continue;
      this.kept.delete(key);
      this.total -= values.length;
    }
  }
}

/** How the kernels that are sent differ from those before. */
export function changeOf(
  { layer, indices }: Pick<FilterKernels, 'layer' | 'indices'>,
  values: Float32Array,
  before: Before,
): KernelChange {
  if (!('values' in before)) return before;
  const difference = values.map((v, i) => v - before.values[i]);
  const size = values.length / layer.dims[0];
  const data = new Float32Array(indices.length * size);
  indices.forEach((f, k) => data.set(difference.subarray(f * size, (f + 1) * size), k * size));
  const norms = atOnce(normsOf(difference, layer.dims));
  const peak = data.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  return {
    known: true,
    previousModified: before.modified,
    kernels: { dims: [indices.length, ...layer.dims.slice(1)], data },
    norms,
    order: falling(norms),
    relative: relativeChange(values, before.values),
    peak,
  };
}

/** The list of layers with the relative change of each whose kernels before are known. */
export function withChange(answer: FilterLayers, source: VersionedSource, history: KernelHistory): FilterLayers {
  const changeOfLayer = ({ layer, read }: KernelLayer): number | null => {
    const before = history.before(source, layer);
    return 'values' in before ? relativeChange(read(), before.values) : null;
  };
  return {
    ...answer,
    layers: answer.layers.map((layer, k) => ({ ...layer, change: changeOfLayer(source.layers[k]) })),
  };
}

/** ‖new − old‖ / ‖old‖; 0 where both are zero. */
function relativeChange(values: Float32Array, before: Float32Array): number {
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < values.length; i++) {
    difference += (values[i] - before[i]) ** 2;
    norm += before[i] ** 2;
  }
  return difference === 0 ? 0 : Math.sqrt(difference / norm);
}

const countOf = ({ dims }: FilterLayer): number => dims.reduce((product, d) => product * d, 1);

const keyOf = (path: string, { stamp }: FileVersion, tensor: string): string => `${path}\n${stamp}\n${tensor}`;
