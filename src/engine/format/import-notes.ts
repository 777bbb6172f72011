import type { Model } from '../graph/model';
import type { ChannelOrder } from '../tensor/channel-order';

/** Keys of a model's metadata under which an importer leaves what it knows. */
const [LAYOUT, WARNINGS] = ['saliency-lens.layout', 'saliency-lens.warnings'];

/** What an importer knows of a model beside its graph. */
export interface ImportNotes {
  /** The order of axes its input has. */
  readonly layout: ChannelOrder;
  /** What to tell about the import, one sentence each. */
  readonly warnings: readonly string[];
}

/** Metadata that carries the notes. */
export const importMetadata = ({ layout, warnings }: ImportNotes): Map<string, string> =>
  new Map([[LAYOUT, layout], ...(warnings.length > 0 ? [[WARNINGS, warnings.join('\n')] as const] : [])]);

/** The notes of an imported model; undefined for one that was read as it is. */
export function importNotes({ metadata }: Model): ImportNotes | undefined {
  const layout = metadata.get(LAYOUT);
  if (layout === undefined) return undefined;
  return { layout: layout === 'nhwc' ? 'nhwc' : 'nchw', warnings: metadata.get(WARNINGS)?.split('\n') ?? [] };
}
