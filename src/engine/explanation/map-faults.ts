import type { Attribution, AttributionMethod } from '../attribution/method';
import { cuts } from '../gradient/reach';
import { gradientRule } from '../gradient/rules';
import type { Network } from '../session/network';

/** What is wrong with a map on its face. */
export function mapFaults(method: AttributionMethod, { map, layer }: Attribution, network: Network): string[] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of map.data) {
    if (Number.isNaN(value)) return ['The map holds values that are not numbers.'];
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low !== high) return [];
  if (low !== 0) return ['The map is constant.'];
  const cut = method.needs.includes('gradient') ? whereCut(network, layer) : undefined;
  return [cut ? `The map is zero everywhere: ${cut}.` : 'The map is zero everywhere.'];
}

/** The operator that passes no gradient, where every path leads through such a one. */
function whereCut({ graph, model }: Network, layer: string | undefined): string | undefined {
  const ends = [
    ...(layer === undefined ? [] : [{ name: layer, title: `the layer ${layer}` }]),
    { name: graph.input, title: 'the input' },
  ];
  for (const { name, title } of ends) {
    const [node] = cuts(model, [name], [graph.logits], gradientRule);
    if (node) return `no gradient passes ${node.op} (${node.name || node.outputs[0]}) between ${title} and the scores`;
  }
  return undefined;
}
