import { randomChoices, seedName } from '../../protocol/cards';
import type { MethodDescription } from '../../protocol/method';
import type { Parameter, ParameterValue, ParameterValues } from '../../protocol/parameter';
import { t } from '../ui/l10n';

/** How a method is set up; the layer and the seed stand beside the parameters. */
export interface MethodSetup {
  readonly params: ParameterValues;
  /** Activation tensor; null lets the method choose. */
  readonly layer: string | null;
  readonly seed?: number;
}

/** Key of the layer among the form's values; methods that read a layer take it apart from their parameters. */
const layerParameter = 'layer';

/** The seed as the form shows it, beside the parameters. */
export function seedParameter(): Parameter {
  const description = t('The same seed gives the same map.');
  return {
    kind: 'integer',
    name: seedName,
    label: t('Seed'),
    description,
    default: 0,
    minimum: 0,
    maximum: 2 ** 31 - 1,
  };
}

/** What the form of a method asks for. */
export function parametersOf(method: MethodDescription): readonly Parameter[] {
  const { params, needs } = method;
  const described = params.some(({ kind }) => kind === 'layer');
  const layer: readonly Parameter[] =
    needs.includes('layer') && !described
      ? [{ kind: 'layer', name: layerParameter, label: t('Layer'), default: null }]
      : [];
  return [...layer, ...params, ...seedOf(method)];
}

/** The seed of a method that draws random numbers, always or with some choices. */
function seedOf(method: MethodDescription): Parameter[] {
  const [usedWith] = randomChoices(method);
  if (method.random) return [seedParameter()];
  return usedWith ? [{ ...seedParameter(), usedWith }] : [];
}

/** A set-up as the form's values; a change of one of them is {@link withValue}. */
export function valuesOf({ params, layer, seed }: MethodSetup): ParameterValues {
  return { ...params, [layerParameter]: layer, [seedName]: seed ?? 0 };
}

export function withValue({ params }: MethodSetup, name: string, value: ParameterValue): Partial<MethodSetup> {
  if (name === layerParameter) return { layer: value as string | null };
  return name === seedName ? { seed: value as number } : { params: { ...params, [name]: value } };
}

export function defaultSetup({ params }: Pick<MethodDescription, 'params'>): MethodSetup {
  return {
    params: Object.fromEntries(params.map((parameter) => [parameter.name, parameter.default])),
    layer: null,
    seed: undefined,
  };
}

/** The human-readable family of a method. */
export function methodGroup(group: string): string {
  const labels: Readonly<Record<string, string>> = {
    gradient: t('Gradients'),
    relevance: t('Relevance'),
    learned: t('Learned'),
    cam: t('Class activation maps'),
    layer: t('Layers and neurons'),
    perturbation: t('Perturbation'),
    attention: t('Attention'),
  };
  return labels[group] ?? group;
}
