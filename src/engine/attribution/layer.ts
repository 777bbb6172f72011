import { LensError } from '../../protocol/error';
import type { MethodContext } from './method';

/** The layer asked for, or the network's automatic one. @throws LensError when the tensor is unknown, or none suits */
export function layerOf(context: MethodContext): string {
  const { model, camLayer } = context.network.graph;
  const layer = context.layer ?? camLayer ?? undefined;
  if (layer === undefined) {
    throw new LensError({ code: 'invalid-argument', what: 'no layer of the model has spatial extent', next: 'Choose a layer, or a method that explains the input directly' });
  }
  if (layer !== context.network.graph.input && !model.graph.nodes.some((node) => node.outputs.includes(layer))) {
    throw new LensError({ code: 'invalid-argument', what: `the model has no tensor ${layer}`, next: 'List them with saliency-lens info MODEL' });
  }
  return layer;
}
