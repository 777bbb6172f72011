import { layouts, PLACES, type AxisRole } from './layout';
import { numberAttribute, type Model } from './model';
import { hasTrait } from './operators';

/**
 * The axis of a network's input [channels, …places] along which its time steps lie: the points of a signal, or what the
 * first recurrent operator that can be traced reads one after the other; undefined where nothing is read so.
 * @param input [batch, channels, …places]
 * @param isFlat the graph itself takes a vector, whose numbers have no order
 */
export function timeAxis(model: Model, input: string, dims: readonly number[], isFlat: boolean): number | undefined {
  const places = PLACES.slice(1 - dims.length);
  const roles: readonly AxisRole[] = ['batch', 'channel', ...places];
  const known = layouts(model, new Map([[input, roles]]));
  for (const node of model.graph.nodes) {
    if (!hasTrait(node, 'recurrent')) continue;
    const batchFirst = numberAttribute(node, 'layout', 0) === 1;
    const steps = known.get(node.inputs[0])?.roles[batchFirst ? 1 : 0] ?? null;
    if (places.includes(steps)) return 1 + places.indexOf(steps);
  }
  return dims.length === 2 && !isFlat ? 1 : undefined;
}
