import { LensError } from '../../protocol/error';
import { layersOf as layersIn } from '../graph/layers';
import { isImage } from '../graph/layout';
import { shapesHidden } from '../graph/shapes/unknown';
import type { MethodContext } from './method';

/** The layer asked for, or the network's automatic one. @throws LensError when the tensor is unknown, or none suits */
export function layerOf(context: MethodContext): string {
  return known(context, context.layer ?? context.network.graph.camLayer ?? undefined);
}

/** Several layers, their names separated by commas; one, as a rule. */
export function layersOf(context: MethodContext): string[] {
  const { layer } = context;
  if (layer === undefined || !layer.includes(',') || exists(context, layer)) return [layerOf(context)];
  return layer.split(',').map((name) => known(context, name.trim()));
}

function exists({ network }: MethodContext, layer: string): boolean {
  return layer === network.graph.input || network.model.graph.nodes.some((node) => node.outputs.includes(layer));
}

function known(context: MethodContext, layer: string | undefined): string {
  if (layer === undefined) throw noLayer(context);
  if (exists(context, layer)) return layer;
  throw new LensError({
    code: 'invalid-argument',
    what: `the model has no tensor ${layer}`,
    next: 'List them with saliency-lens info MODEL',
  });
}

/** Why no layer is taken without being named. */
function noLayer({ network }: MethodContext): LensError {
  const hidden = shapesHidden(network.model);
  const last = [...layersIn(network.model)]
    .reverse()
    .find(({ tensor, shape }) => isImage(network.parts.layoutOf(tensor)?.roles, shape ?? []));
  return new LensError({
    code: 'invalid-argument',
    what: hidden
      ? `no layer can be chosen: ${hidden}`
      : last
        ? 'the graph does not tell which of its layers the scores are made of'
        : 'no layer of the model has spatial extent',
    next: last
      ? `Choose a layer, such as ${last.tensor}`
      : 'Choose a layer, or a method that explains the input directly',
  });
}
