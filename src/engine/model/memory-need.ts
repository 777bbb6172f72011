import { totalmem } from 'node:os';
import { LensError } from '../../protocol/error';
import type { Model } from '../graph/model';
import { atOne } from '../graph/shapes/dimension';

const [BYTES_PER_NUMBER, GIGABYTE] = [4, 1e9];

/**
 * A few bytes of a file (the repeats of a Tile, the scales of a Resize) can ask for more memory than there is.
 * @throws LensError `out-of-memory` that names the first tensor which, for one image, is larger than the memory
 */
export function refuseBeyondMemory({ graph }: Model, memory = totalmem()): void {
  for (const node of graph.nodes)
    for (const name of node.outputs) {
      const shape = graph.values.get(name)?.shape;
      const bytes = shape ? shape.reduce<number>((size, d) => size * atOne(d), BYTES_PER_NUMBER) : 0;
      if (bytes > memory)
        throw new LensError({
          code: 'out-of-memory',
          what: `what ${node.op} makes needs ${Math.round(bytes / GIGABYTE)} GB for one image, and this machine has ${Math.round(memory / GIGABYTE)} GB`,
          where: (node.name || name).slice(0, 120),
          next: 'Choose a smaller input size, or check the numbers by which this operator enlarges its input',
        });
    }
}
