import type { MetricDescription, MetricRequest, MetricSet } from '../../protocol/metric';
import { LensError } from '../../protocol/error';
import { METRICS } from '../metric';
import type { Metric } from '../metric/metric';

const averageDrop = (params: MetricRequest['params']): MetricRequest => ({ metric: 'average-drop', params });
const occlusion = [averageDrop({ convention: 'occlude-background' }), averageDrop({ convention: 'occlude-subject' })];
const topPercent = [30, 90].map((percent) => averageDrop({ convention: 'keep-top-percent', percent }));
const plain = (...ids: readonly string[]): MetricRequest[] => ids.map((metric) => ({ metric, params: {} }));

export const METRIC_SETS: readonly MetricSet[] = Object.freeze<MetricSet[]>([
  {
    id: 'usual',
    label: 'Drop, increase, insertion, deletion, ROAD, and against masks IoU, pointing game and relevance mass',
    metrics: plain(
      'average-drop',
      'increase-in-confidence',
      'insertion',
      'deletion',
      'road',
      'iou',
      'pointing-game',
      'relevance-mass',
    ),
  },
  { id: 'occluded', label: 'Drop and increase with the background or the subject occluded', metrics: occlusion },
  { id: 'top-percent', label: 'Drop and increase at the top 30 % and 90 %', metrics: topPercent },
  {
    id: 'report',
    label: 'The tables of practice: occluded, ROAD, IoU, top percent, max-sensitivity',
    metrics: [...occlusion, ...plain('road', 'iou'), ...topPercent, ...plain('max-sensitivity')],
  },
]);

/** The metric of an id. @throws LensError listing the ids */
export function metricOf(id: string): Metric {
  const metric = METRICS.find((m) => m.id === id);
  if (metric) return metric;
  throw new LensError({
    code: 'invalid-argument',
    what: `there is no metric ${id}`,
    next: `Metrics: ${METRICS.map((m) => m.id).join(', ')}; sets: ${METRIC_SETS.map((s) => s.id).join(', ')}`,
  });
}

/** The registry as it crosses to the panel. */
export function metricDescriptions(): MetricDescription[] {
  return METRICS.map(({ id, label, paper, better, formula, unit, evidence, needs, params }) => ({
    id,
    label,
    paper,
    better,
    formula,
    unit,
    evidence,
    needs,
    params,
  }));
}
