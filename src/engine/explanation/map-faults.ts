import type { Attribution, AttributionMethod } from '../attribution/method';
import { cuts } from '../gradient/reach';
import { gradientRule } from '../gradient/rules';
import { ancestorsOf } from '../graph/path';
import type { Network } from '../session/network';

const IMAGE_ORDERS = ['batch,channel,row,column', 'batch,row,column,channel'];

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

/** What is said of gradients that pass rounding as if it changed nothing. */
export function roundedGradients(
  { needs }: AttributionMethod,
  { layer }: Attribution,
  { model, graph }: Network,
): string[] {
  const way = ancestorsOf(model.graph, graph.logits);
  const start = way.findIndex(({ outputs }) => layer !== undefined && outputs.includes(layer));
  const rounds = way.slice(start + 1).some(({ op }) => op === 'QuantizeLinear');
  return needs.includes('gradient') && rounds
    ? ['The model rounds to whole numbers (QuantizeLinear), and the gradient passes straight through as if it did not.']
    : [];
}

/** What is doubtful about how a CAM reads its layers: four axes of which the graph does not tell that they are an image. */
export function layerDoubts({ group }: AttributionMethod, { layer }: Attribution, network: Network): string[] {
  if (group !== 'cam' || layer === undefined) return [];
  const { values } = network.model.graph;
  const names = values.has(layer) ? [layer] : layer.split(',').map((name) => name.trim());
  return names.flatMap((name) => {
    const shape = values.get(name)?.shape;
    const order = network.parts.layoutOf(name)?.roles.join() ?? '';
    if (shape?.length !== 4 || IMAGE_ORDERS.includes(order)) return [];
    return [
      `The axes of the layer ${name} [${shape.join(', ')}] are read as channels, rows and columns, which the graph does not tell; windows of tokens are no image.`,
    ];
  });
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
