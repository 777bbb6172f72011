import type { MethodDescription } from '../../protocol/method';
import { LensError } from '../../protocol/error';
import type { Parameter } from '../../protocol/parameter';
import { methods } from '../attribution';
import type { AttributionMethod, CostFacts } from '../attribution/method';
import { networkLayout } from '../attribution/feature-map/features';
import { sidesOf } from '../attribution/feature-map/grid';
import { costOfWindows } from '../attribution/masking/patch/patched-windows';
import { stagesOf } from '../attribution/perturbation/sise';
import type { Network } from '../session/network';
import { filterParameter } from './filter';

/** The method of an id. @throws LensError listing the ids */
export function methodOf(id: string): AttributionMethod {
  const method = methods.find((m) => m.id === id);
  if (method) return method;
  throw new LensError({
    code: 'invalid-argument',
    what: `there is no method ${id}`,
    next: `Methods: ${methods.map((m) => m.id).join(', ')}`,
  });
}

/** A method's own parameters and those every method has. */
export function parametersOf(method: AttributionMethod): readonly Parameter[] {
  return [...method.params, filterParameter];
}

/** The registry as it crosses to the panel. */
export function methodDescriptions(): MethodDescription[] {
  return methods.map((method) => {
    const { id, label, group, paper, shows, misleads, needs, signed, unit, random } = method;
    return {
      id,
      label,
      group,
      paper,
      shows,
      misleads,
      needs,
      params: parametersOf(method),
      signed,
      unit,
      ...(random && { random }),
      ...(method.masks && { masks: true as const }),
    };
  });
}

/** Channels and places of a layer; its own axes where it has no places. */
function layerDims(network: Network, tensor: string): readonly number[] {
  const shape = network.model.graph.values.get(tensor)?.shape ?? [];
  const dims = [1, ...shape.slice(1).map((d) => (typeof d === 'number' ? d : 1))];
  try {
    const layout = networkLayout(network, tensor, dims, [1, ...network.graph.inputDims]);
    return [layout.channels, ...sidesOf(layout, layout.depth === undefined ? 2 : 3)];
  } catch {
    return dims.slice(1);
  }
}

/** A learned explainer that cannot be read says so when it is asked to explain. */
function explainerShare(network: Network): number | undefined {
  try {
    const { explainer } = network.graph;
    return explainer && network.parts.shareOf(explainer().model);
  } catch {
    return undefined;
  }
}

/** What a method's cost depends on, for a layer, and for as many segments as were found. */
export function costFacts(network: Network, layer: string | undefined, segments?: number): CostFacts {
  const tensor = layer ?? network.graph.camLayer ?? undefined;
  return {
    headShare: tensor === undefined ? 1 : network.parts.shareAfter(tensor),
    layerDims: tensor === undefined ? [] : layerDims(network, tensor),
    inputDims: network.graph.inputDims,
    explainerShare: explainerShare(network),
    windowCost: (windows) => costOfWindows(network, windows),
    stages: stagesOf(network).map(({ channels }) => channels),
    segments,
  };
}
