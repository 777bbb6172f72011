import { emptyModel, GraphBuilder } from '../../../graph/builder';
import type { Model, Node } from '../../../graph/model';
import { pruned, withOutputs } from '../../../graph/rewriting';
import { withShapes } from '../../../graph/shapes';
import type { NetworkGraph } from '../../../session/graph';
import { BASELINE, IMAGE } from '../masking';
import { WINDOW_RANGES } from '../window-mask';
import { patchOf } from './layers';
import { Patches } from './patches';
import { Placing } from './placing';
import { shareOf, type Region } from './stretch';

/** A patch that covers more of its tensor is as dear as the whole. */
const MOST = 0.6;

/**
 * The network of images that differ from one image in a window each; tensors of the unchanged image are inputs. A window
 * changes few places of the first layers. Each layer computes the places that its patch reaches; where these
 * have become most of the tensor, the rest of the network runs on the whole. The sum of changes and unchanged tensors is
 * what the whole network computes, to float rounding.
 * @param step patches begin at multiples of it, a product of strides
 * @param sides rows and columns of the patch of the image, which hold every window
 */
export function patchedModel(graph: NetworkGraph, step: number, sides: readonly [number, number]): Model {
  const { input, inputDims, logits } = graph;
  const model = withOutputs(graph.model, [logits]);
  const [channels, height, width] = inputDims;
  const builder = new GraphBuilder(emptyModel(), 'patch/');
  [IMAGE, BASELINE].forEach((name) => builder.input(name, 'float32', [1, ...inputDims]));
  builder.input(WINDOW_RANGES, 'float32', ['N', 2 * inputDims.length]);
  const bounds = rangeBounds(builder, inputDims.length);
  const numbers = [2, 4].map((column) =>
    builder.op('Floor', [builder.op('Div', [bounds[column], builder.scalar(step)])]),
  );
  const placing = new Placing(builder, [numbers[0], numbers[1]]);
  const patches = new Patches(model.graph, builder, placing);
  patches.hold(input, IMAGE);
  const region: Region = [
    { step, first: 0, length: sides[0], size: height },
    { step, first: 0, length: sides[1], size: width },
  ];
  const [image, baseline] = [IMAGE, BASELINE].map((tensor) => placing.taken(tensor, channels, region));
  const hidden = placing.between(region, [
    [bounds[2], bounds[3]],
    [bounds[4], bounds[5]],
  ]);
  patches.set(input, { region, value: builder.op('Where', [hidden, baseline, image]) });
  walk(model.graph.nodes, patches, input);
  if (patches.has(logits)) patches.complete(logits);
  return composed(model, builder, input);
}

/** First and last-plus-one of every axis, [N, 1, 1, 1] each. */
function rangeBounds(builder: GraphBuilder, axes: number): string[] {
  return Array.from({ length: 2 * axes }, (_, column) => {
    const picked = builder.op('Gather', [WINDOW_RANGES, builder.integers(column)], {
      axis: { kind: 'int', value: 1 },
    });
    return builder.op('Reshape', [picked, builder.integers(-1, 1, 1, 1)]);
  });
}

function walk(nodes: readonly Node[], patches: Patches, input: string): void {
  const dependent = new Set([input]);
  for (const node of nodes) {
    const read = node.inputs.filter((name) => dependent.has(name));
    if (read.length > 0) node.outputs.forEach((name) => dependent.add(name));
    const patch = read.length > 0 && read.every(patches.has) ? patchOf(node, patches) : undefined;
    if (patch && shareOf(patch.region) <= MOST) patches.set(node.outputs[0], patch);
    else {
      read.filter(patches.has).forEach((name) => patches.complete(name));
      patches.builder.add(node);
    }
  }
}

/** What was written, with the network's weights. */
function composed(model: Model, builder: GraphBuilder, input: string): Model {
  const { graph } = builder.build();
  const others = model.graph.inputs.filter(({ name }) => name !== input);
  const values = new Map([...model.graph.values].filter(([name]) => name !== input));
  return withShapes(
    pruned({
      ...model,
      graph: {
        ...model.graph,
        inputs: [...graph.inputs, ...others],
        nodes: graph.nodes,
        weights: new Map([...model.graph.weights, ...graph.weights]),
        values,
      },
    }),
  );
}
