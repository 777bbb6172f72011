import { LensError } from '../../../protocol/error';
import type { Architecture, LayerNode } from './architecture';
import { layerConverter } from './layers';

/** Classes that a refusal names. */
const MOST_CLASSES = 6;

/** @throws LensError that names the layers nobody can build, custom ones above all */
export function refuseUnknown(architecture: Architecture): void {
  const unknown = unknownLayers(architecture);
  if (unknown.length === 0) return;
  throw new LensError({
    code: 'unsupported-model',
    what: `${unknown.length === 1 ? 'the layer' : 'the layers'} ${byClass(unknown)} cannot be imported`,
    next: 'Replace them by built-in layers, or export the model to ONNX with tf2onnx',
  });
}

function unknownLayers({ layers }: Architecture): LayerNode[] {
  return layers.flatMap((layer) => {
    if (layer.network) return unknownLayers(layer.network);
    return layer.className === 'InputLayer' || layerConverter(layer.className) ? [] : [layer];
  });
}

/** Layers by the name of their class, which says what is missing: a network may have hundreds of one. */
function byClass(layers: readonly LayerNode[]): string {
  const names = new Map<string, Set<string>>();
  for (const { name, className } of layers) names.set(className, (names.get(className) ?? new Set<string>()).add(name));
  const texts = [...names].map(([className, [first, ...others]]) =>
    others.length === 0 ? `${first} (${className})` : `${first} and ${others.length} more (${className})`,
  );
  const hidden = texts.length - MOST_CLASSES;
  return texts.slice(0, MOST_CLASSES).join(', ') + (hidden > 0 ? ` and ${hidden} other classes` : '');
}
