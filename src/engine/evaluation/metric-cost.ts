import type { MetricCost, MetricRequest } from '../../protocol/metric';
import { randomisedSteps } from '../metric/randomised-graphs';
import { completed } from '../parameter/values';
import type { Network } from '../session/network';
import { sizeOf } from '../tensor/tensor';
import { RANDOMISATION_LEVELS } from './evaluated-model';
import { metricOf } from './metrics';

/** What a metric will run of a map of a network; nothing runs. @throws LensError for an unknown metric or parameter */
export function costOfMetric({ graph }: Network, { metric: id, params: given }: MetricRequest): MetricCost {
  const metric = metricOf(id);
  const facts = {
    positions: sizeOf(graph.inputDims.slice(1)),
    copies: randomisedSteps(graph, RANDOMISATION_LEVELS),
  };
  const { scored = 0, explained = 0, once } = metric.work?.(completed(metric.params, given), facts) ?? {};
  return { metric: id, scored, explained, ...(once !== undefined && { once }) };
}
