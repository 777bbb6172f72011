import type { Architecture, LayerNode } from './architecture';
import { isReference, type Reference } from './inbound';

/** Layers that lay numbers out anew, and so read no axis as that of channels. */
const REARRANGING: ReadonlySet<string> = new Set(['Flatten', 'Reshape']);
/** Layers that treat every number alike. */
const ELEMENTWISE: ReadonlySet<string> = new Set([
  'Activation',
  'Dropout',
  'GaussianNoise',
  'Identity',
  'ReLU',
  'Rescaling',
]);
const SHORTEST = 8;
const MOST_OBLONG = 4;

/**
 * Whether an input [height, width] is a grey image without an axis of channels, as tutorials with handwritten digits
 * have it, and not a signal [length, channels]: its lengths are alike, and all that reads it lays it out anew.
 */
export function isPlainImage(architecture: Architecture, input: Reference, shape: readonly unknown[]): boolean {
  const [height, width] = shape;
  if (shape.length !== 2 || typeof height !== 'number' || typeof width !== 'number') return false;
  const [shorter, longer] = [Math.min(height, width), Math.max(height, width)];
  return shorter >= SHORTEST && longer <= MOST_OBLONG * shorter && isLaidOut(architecture, input.layer, new Set());
}

/** Whether every reader of a layer's result lays it out anew, at once or behind what treats every number alike. */
function isLaidOut(architecture: Architecture, name: string, seen: Set<string>): boolean {
  seen.add(name);
  const readers = architecture.layers.filter((layer) => reads(layer, name));
  return (
    readers.length > 0 &&
    readers.every(
      (reader) =>
        REARRANGING.has(reader.className) ||
        (ELEMENTWISE.has(reader.className) && !seen.has(reader.name) && isLaidOut(architecture, reader.name, seen)),
    )
  );
}

const reads = ({ calls }: LayerNode, name: string): boolean =>
  calls.some(({ operands, named }) =>
    [...operands, ...Object.values(named)].some((value) => isReference(value) && value.layer === name),
  );
