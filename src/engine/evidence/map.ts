import { LensError } from '../../protocol/error';
import type { MapEvidenceRequest, MetricEvidence } from '../../protocol/metric-evidence';
import { EvaluatedModel } from '../evaluation/evaluated-model';
import { contentHash } from '../evaluation/file-hash';
import { metricSubject, rowByRow } from '../evaluation/metric-subject';
import { makePlan, type PlannedMetric } from '../evaluation/plan';
import { explain } from '../explanation/explanation';
import { atOwnLayer, type ExplainedTarget } from '../explanation/explained-target';
import { predict } from '../explanation/prediction';
import { requestedTarget } from '../explanation/target';
import { IMAGE } from '../file/kind';
import { readFile } from '../file/reading';
import type { NetworkInput } from '../image/input';
import type { Explainer } from '../metric/metric';
import type { OpenedModel } from '../model/opening';
import type { JobOptions } from '../session/execution';
import { floats } from '../tensor/tensor';
import { watched } from './recorder';

/**
 * What a metric does with a map that was made: it is judged as an evaluation would judge it.
 * @throws LensError where the metric is not there, or needs an object and none is marked
 */
export async function mapEvidence(
  { model, input }: { readonly model: OpenedModel; readonly input: NetworkInput },
  { input: path, request, map, metric, object, ...asked }: MapEvidenceRequest,
  options: JobOptions,
): Promise<MetricEvidence[]> {
  const planned = metricOf(metric);
  const { needs, label } = planned.metric;
  if (needs.includes('mask') && !object)
    throw new LensError({
      code: 'invalid-argument',
      what: `${label} holds a map against the object, and none is marked`,
      where: path,
      next: 'Paint the object, or choose another metric',
    });
  const predicted = await predict(model, input, options);
  const targetOf = (opened: OpenedModel): Promise<ExplainedTarget> =>
    requestedTarget(opened, input, asked, predicted, options);
  const explainer = async (opened: OpenedModel): Promise<Explainer> => {
    const target = await targetOf(opened);
    return rowByRow(async (tensor) => {
      const seen = { ...input, tensor };
      const made = await explain(target.model, seen, target.score, atOwnLayer(request, target), options);
      if (made.result.stopped) throw new LensError({ code: 'cancelled', what: 'cancelled' });
      return made.attribution.map;
    });
  };
  const evaluated = new EvaluatedModel('', model, request.seed ?? 0);
  try {
    const { model: own, score } = await targetOf(model);
    const subject = await metricSubject(
      {
        input,
        attribution: floats([1, ...map.dims], map.data),
        network: own.network,
        score,
        explain: await explainer(model),
        seed: request.seed ?? 0,
        hash: contentHash(readFile(path, IMAGE)),
      },
      options,
    );
    const copies = needs.includes('randomised') ? evaluated.randomised() : [];
    const randomised = await Promise.all(
      copies.map(async ({ layer, opened }) => ({ layer, explain: await explainer(opened) })),
    );
    const mask = object && Uint8Array.from(object.data);
    return [await watched({ ...subject, randomised, mask }, planned, model.recipe, '')];
  } finally {
    await evaluated.closeCopies();
  }
}

/** A metric as it will run. */
function metricOf(metric: MapEvidenceRequest['metric']): PlannedMetric {
  const { metrics } = makePlan({ folder: '', models: [], methods: [], out: '', metrics: [metric] });
  return metrics[0];
}
