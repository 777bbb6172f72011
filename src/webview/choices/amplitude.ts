import type { Parameter, ParameterValues } from '../../protocol/parameter';
import { figure, percent } from '../ui/format';
import { t } from '../ui/l10n';

/**
 * A size of noise in both ways of counting: as a share of the range of the input and in its units. Undefined for other
 * parameters.
 * @param range of each channel; null where it is not known
 */
export function amplitudeNote(
  parameter: Parameter,
  values: ParameterValues,
  range: readonly number[] | null,
): string | undefined {
  if (parameter.kind !== 'number' || !parameter.shareOfRange) return undefined;
  const { name, shareOfRange } = parameter;
  const size = values[name] as number;
  const isShare = values[shareOfRange.name] === shareOfRange.value;
  const other = range?.map((width) => (isShare ? size * width : size / width));
  if (!isShare)
    return other ? t('in units of the input, {0} of its range', span(other, percent)) : t('in units of the input');
  return other
    ? t('{0} of the range of the input, {1} in its units', percent(size), span(other, figure))
    : t('{0} of the range of the input', percent(size));
}

/** The smallest and the largest of the channels' values, or one where they read alike. */
function span(values: readonly number[], text: (value: number) => string): string {
  const [low, high] = [text(Math.min(...values)), text(Math.max(...values))];
  return low === high ? low : `${low}–${high}`;
}
