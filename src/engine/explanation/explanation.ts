import type { MethodRequest, MethodResult } from '../../protocol/method';
import type { ParameterValues } from '../../protocol/parameter';
import type { FloatMap } from '../../protocol/raster';
import type { Attribution, MethodContext } from '../attribution/method';
import type { NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';
import { segmentCount } from '../segmentation';
import type { JobOptions } from '../session/execution';
import type { Score } from '../session/score';
import { asFloats, type FloatTensor, type Tensor } from '../tensor/tensor';
import { methodContext } from './context';
import { freeDeadArrays } from './dead-arrays';
import { filtered } from './filter';
import { layerDoubts, mapFaults, roundedGradients } from './map-faults';
import { costFacts, methodOf } from './methods';
import { residualWarnings } from './residual';
import { unfiltered } from './unfiltered';

/** What one method needs beside its request. */
export interface ExplanationOptions extends JobOptions {
  readonly draws?: Readonly<Record<string, Tensor>>;
  /** A map made before for another strength of the filter may serve. */
  readonly reuse?: boolean;
  /** Sums that are not kept are said, and traced to the operator that loses most. */
  readonly trace?: boolean;
  report?(fraction: number, map: FloatMap | undefined, passes: number, seconds: number): void;
}

/** Runs one method on one input: the map, what it cost, and whether it keeps its own axiom. */
export async function explain(
  model: OpenedModel,
  input: NetworkInput,
  score: Score,
  request: MethodRequest,
  options: ExplanationOptions = {},
): Promise<{ result: MethodResult; attribution: Attribution }> {
  const method = methodOf(request.method);
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const context: MethodContext<ParameterValues> = await methodContext({ model, input, score }, request, {
    ...options,
    report: (fraction, map) => {
      const { forward, backward } = context.execution.spent;
      options.report?.(fraction, map && mapOf(map), forward + backward, seconds());
    },
  });
  const made = await (options.reuse ? unfiltered(method, context) : method.run(context));
  const { params, execution } = context;
  const attribution = filtered(made, params);
  const { completeness, r2, basis } = attribution;
  const segments = segmentsOf(attribution);
  const taken = seconds();
  const residual =
    options.trace && !options.signal?.aborted ? await residualWarnings(attribution, model, input, options) : [];
  freeDeadArrays();
  return {
    attribution,
    result: {
      method: method.id,
      params,
      seed: context.draws.seed,
      layer: attribution.layer ?? null,
      device: model.network.device,
      software: model.network.software,
      map: mapOf(attribution.map),
      ...(segments && { segments }),
      ...(attribution.standardError && { standardError: mapOf(attribution.standardError) }),
      forwardPasses: execution.spent.forward,
      backwardPasses: execution.spent.backward,
      sharedPasses: execution.spent.shared,
      leastPasses: method.cost(params, costFacts(model.network, attribution.layer, segments && segmentCount(segments))),
      seconds: taken,
      completeness: completeness ? { ...completeness, residual: completeness.sum - completeness.expected } : null,
      ...(r2 !== undefined && { r2 }),
      ...(basis !== undefined && { basis }),
      ...(options.signal?.aborted && { stopped: true as const }),
      warnings: [
        ...(attribution.warnings ?? []),
        ...mapFaults(method, attribution, model.network),
        ...layerDoubts(method, attribution, model.network),
        ...roundedGradients(method, attribution, model.network),
        ...residual,
      ],
    },
  };
}

/** A map [1, …] without its first axis. */
const mapOf = (map: FloatTensor): FloatMap => ({ dims: map.dims.slice(1), data: asFloats(map).data });

/** The segments a method explained, where it tells of them. */
function segmentsOf({ details }: Attribution): FloatMap | undefined {
  const labels = details?.labels;
  if (typeof labels !== 'object' || !('dims' in labels)) return undefined;
  return { dims: labels.dims, data: Float32Array.from(labels.data, Number) };
}
