import { seedName } from '../../protocol/cards';
import type { MethodDescription } from '../../protocol/explain';
import type { Parameter, ParameterValue, ParameterValues } from '../../protocol/parameter';
import { t } from '../ui/l10n';

/** The seed as the form shows it: beside the parameters of methods that draw random numbers. */
export function seedParameter(): Parameter {
  const description = t('The same seed gives the same map.');
  return { kind: 'integer', name: seedName, label: t('Seed'), description, default: 0, minimum: 0, maximum: 2 ** 31 - 1 };
}

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
  if (typeof value === 'boolean') return value ? t('on') : t('off');
  return String(value);
}
