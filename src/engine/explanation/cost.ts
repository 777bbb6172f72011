import type { MethodRequest, RequestCost } from '../../protocol/method';
import { completed } from '../parameter/values';
import { budgetParameters } from '../attribution/masking/sampling';
import type { Network } from '../session/network';
import { refusal } from './capability';
import { filterParameter } from './filter';
import { costFacts, methodOf, parametersOf } from './methods';

const NO_LAYER = 'No layer of the model has height and width: choose a method that explains the input directly';

/** What a request will cost on a network; nothing runs. @throws LensError for an unknown method or parameter */
export function costOf(network: Network, { method: id, params: given, layer, seed = 0 }: MethodRequest): RequestCost {
  const method = methodOf(id);
  const params = completed(parametersOf(method), given);
  const shared = new Set([...(method.shared ?? []), ...budgetParameters.map(({ name }) => name), filterParameter.name]);
  const own = Object.entries(params).filter(([name]) => !shared.has(name));
  const without = method.needs.includes('layer') && !layer && network.graph.camLayer === null;
  const unavailable = refusal(method, network)?.message ?? (without ? NO_LAYER : undefined);
  return {
    method: id,
    expectedPasses: Math.min(method.cost(params, costFacts(network, layer)), Number(params.passes ?? 0) || Infinity),
    logitCache: JSON.stringify([id, own, layer ?? null, seed]),
    ...(unavailable && { unavailable }),
  };
}
