import type { MethodDescription } from '../../protocol/method';
import type { ParameterValue, ParameterValues } from '../../protocol/parameter';
import { seedParameter } from '../choices/method';
import { t } from '../ui/l10n';

/** What a card of a comparison varies: "Masks 100 · Grid 7"; empty for a method's only card. */
export function variantText(method: MethodDescription | undefined, variant: ParameterValues = {}): string {
  const known = [...(method?.params ?? []), seedParameter()];
  const texts = Object.entries(variant).map(([name, value]) => {
    const label = known.find((parameter) => parameter.name === name)?.label ?? name;
    return `${label} ${valueText(value)}`;
  });
  return texts.join(' · ');
}

/** Choices by their short names: their labels are sentences. */
function valueText(value: ParameterValue): string {
  if (value === null) return t('by default');
  if (typeof value === 'boolean') return value ? t('on') : t('off');
  return typeof value === 'object' ? value.join(' × ') : String(value);
}
