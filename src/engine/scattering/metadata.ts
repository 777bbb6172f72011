import type { Model } from '../graph/model';
import type { ScatteringOptions } from './transform2d';

/** The key under which a model's metadata say that, and how, it scatters: JSON of {@link ScatteringOptions}. */
const SCATTERING_METADATA = 'scattering';

/** What the metadata of a model that scatters say. */
export const scatteringMetadata = (options: ScatteringOptions): ReadonlyMap<string, string> =>
  new Map([[SCATTERING_METADATA, JSON.stringify(options)]]);

/** The options of a model made here, for whoever shows its filter bank; undefined for any other model. */
export function scatteringOptionsOf(model: Model): ScatteringOptions | undefined {
  const text = model.metadata.get(SCATTERING_METADATA);
  return text === undefined ? undefined : (JSON.parse(text) as ScatteringOptions);
}
