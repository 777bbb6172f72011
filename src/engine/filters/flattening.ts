import { numbersAttribute, type Graph, type Node } from '../graph/model';
import { hasTrait } from '../graph/operators';
import { producers } from '../graph/rewriting';
import { sizeOf } from '../tensor/tensor';

/** The image whose numbers are the inputs of a dense layer. */
export interface Flattening {
  readonly dims: readonly [channels: number, height: number, width: number];
  /** Where in the image each input of the layer lies; null where they stand in its order. */
  readonly places: Int32Array | null;
}

/** Numbers in an order, of an image without its batch axis. */
interface Order {
  readonly shape: readonly number[];
  readonly places: Int32Array;
}

/**
 * The image that was flattened into the inputs of a layer, through changes of shape, turns of axes and functions of each
 * number, so that its weights can be seen as images; undefined where it is none.
 * @param lastChannels the graph's image, where it has its channels last
 */
export function flatteningOf(
  graph: Graph,
  tensor: string,
  length: number,
  lastChannels: string | null,
): Flattening | undefined {
  const made = producers(graph);
  const steps: Node[] = [];
  let from = tensor;
  for (let node = made.get(from); node && isPassed(node, graph); node = made.get(from)) {
    steps.unshift(node);
    from = node.inputs[0];
  }
  const shape = shapeOf(graph, from);
  if (shape?.length !== 3 || sizeOf(shape) !== length || steps.length === 0) return undefined;
  const order = steps.reduce<Order | undefined>(
    (before, node) => before && passed(before, node, graph),
    beginning(shape, from === lastChannels),
  );
  if (!order) return undefined;
  const [channels, height, width] = from === lastChannels ? [shape[2], shape[0], shape[1]] : shape;
  const isOrder = order.places.every((place, k) => place === k);
  return { dims: [channels, height, width], places: isOrder ? null : order.places };
}

/** Whether a node's numbers are those of its first input, each at a place of its own. */
const isPassed = (node: Node, graph: Graph): boolean =>
  node.op === 'Transpose' ||
  hasTrait(node, 'view') ||
  (hasTrait(node, 'pointwise') && node.inputs.slice(1).every((input) => input === '' || graph.weights.has(input)));

function shapeOf({ values, inputs }: Graph, tensor: string): readonly number[] | undefined {
  const all = values.get(tensor)?.shape ?? inputs.find(({ name }) => name === tensor)?.shape;
  const shape = all?.slice(1);
  return shape?.every((length): length is number => typeof length === 'number') ? shape : undefined;
}

/** The places of an image [channels, height, width], in the order in which a graph has them. */
function beginning(shape: readonly number[], isChannelsLast: boolean): Order {
  const places = Int32Array.from({ length: sizeOf(shape) }, (_, k) => k);
  if (!isChannelsLast) return { shape, places };
  const [height, width, channels] = shape;
  const pixels = height * width;
  return { shape, places: places.map((_, k) => (k % channels) * pixels + Math.floor(k / channels)) };
}

function passed({ shape, places }: Order, node: Node, graph: Graph): Order | undefined {
  if (node.op === 'Transpose') {
    const perm = numbersAttribute(node, 'perm');
    return perm?.[0] === 0 && perm.length === shape.length + 1
      ? turned(
          { shape, places },
          perm.slice(1).map((axis) => axis - 1),
        )
      : undefined;
  }
  const next = shapeOf(graph, node.outputs[0]);
  return next && sizeOf(next) === places.length ? { shape: next, places } : undefined;
}

function turned({ shape, places }: Order, perm: readonly number[]): Order {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const to = perm.map((axis) => shape[axis]);
  const from = perm.map((axis) => strides[axis]);
  const turnedPlaces = places.map((_, k) => {
    let [rest, at] = [k, 0];
    for (let axis = to.length - 1; axis >= 0; axis--) {
      at += (rest % to[axis]) * from[axis];
      rest = Math.floor(rest / to[axis]);
    }
    return places[at];
  });
  return { shape: to, places: turnedPlaces };
}
