import type { Recipe } from '../../../protocol/recipe';

const ORDERS: Readonly<Record<string, Recipe['color']>> = { Rgb8: 'rgb', Bgr8: 'bgr', Rgba8: 'rgb', Bgra8: 'bgr' };
const RANGES: Readonly<Record<string, Recipe['range']>> = {
  NominalRange_0_255: [0, 255],
  Normalized_0_1: [0, 1],
  Normalized_1_1: [-1, 1],
};

const entryOf = <T>(entries: Readonly<Record<string, T>>, name: string | undefined): T | undefined =>
  name !== undefined && Object.hasOwn(entries, name) ? entries[name] : undefined;

/**
 * How images are made for a model by ONNX's own metadata, which Custom Vision and others write; null where it says nothing.
 * @see https://github.com/onnx/onnx/blob/main/docs/MetadataProps.md
 */
export function onnxMetadata(metadata: ReadonlyMap<string, string>): Recipe | null {
  const color = entryOf(ORDERS, metadata.get('Image.BitmapPixelFormat'));
  const range = entryOf(RANGES, metadata.get('Image.NominalPixelRange'));
  return color || range ? { ...(color && { color }), ...(range && { range }) } : null;
}
