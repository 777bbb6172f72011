import type { MethodSummary, MetricColumn } from '../../protocol/evaluation-summary';
import type { MetricDescription } from '../../protocol/metric';
import type { MethodDescription } from '../../protocol/method';
import type { Parameter, ParameterValues } from '../../protocol/parameter';
import { changedValues, valueText } from '../../protocol/parameter-text';

/** A metric with its values and its unit: `Average Drop convention=occlude-subject [%]`. */
export function columnTitle(column: MetricColumn, known: readonly MetricDescription[]): string {
  const own = ownValues(column.params, known.find(({ id }) => id === column.metric)?.params);
  return [column.label, own.join(' · '), column.unit && `[${column.unit}]`].filter(Boolean).join(' ');
}

/** Methods with their values and layers, and with their seeds where nothing else tells them apart. */
export function methodTitles(methods: readonly MethodSummary[], known: readonly MethodDescription[]): string[] {
  const titles = methods.map(({ id, label, params, layer }) =>
    [
      label,
      ...ownValues(params, known.find((method) => method.id === id)?.params),
      ...(layer === null ? [] : [`layer=${layer}`]),
    ].join(' · '),
  );
  return titles.map((title, k) =>
    titles.indexOf(title) === titles.lastIndexOf(title) ? title : `${title} · seed=${methods[k].seed}`,
  );
}

/** The values that are not defaults; all of them where the defaults are not known. */
function ownValues(params: ParameterValues, schema: readonly Parameter[] | undefined): string[] {
  const own = schema
    ? changedValues(schema, params)
    : Object.entries(params).map(([name, value]) => [name, valueText(value)]);
  return own.map((pair) => pair.join('='));
}
