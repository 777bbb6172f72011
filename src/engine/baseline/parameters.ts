import type { Parameter } from '../../protocol/parameter';
import { choicesOf } from '../parameter/entries';
import { choice, file, number, type Option } from '../parameter/kinds';
import type { ValuesOf } from '../parameter/schema';
import { BASELINES, type BaselineId } from '.';

const level = number({
  name: 'baselineLevel',
  label: 'Level',
  description: '0: black, 1: white; of an input that is no image, its smallest and its largest value',
  default: 0.5,
  minimum: 0,
  maximum: 1,
  usedWith: { name: 'baseline', values: ['level'] },
});

export const baselineFileParameter = file({
  name: 'baselineFile',
  label: 'Baseline file',
  description: 'An image, or a .npy tensor as the network takes it',
  usedWith: { name: 'baseline', values: ['file'] },
});

interface Changes<V extends string> {
  readonly label?: string;
  readonly default?: BaselineId;
  readonly advanced?: boolean;
  readonly usedWith?: Parameter['usedWith'];
  /** Choices of one's own. */
  readonly also?: readonly Option<V>[];
}

/** The choice of a baseline, and what some of the choices take. */
export function baselineParameters<const V extends string = never>({
  label = 'Baseline',
  default: usual = 'zeros',
  advanced,
  usedWith,
  also = [],
}: Changes<V> = {}) {
  const choices: readonly Option<BaselineId | V>[] = [...choicesOf(BASELINES), ...also];
  const shown = advanced && { advanced };
  return Object.freeze([
    choice({ name: 'baseline', label, default: usual, choices, ...shown, ...(usedWith && { usedWith }) }),
    { ...level, ...shown },
    { ...baselineFileParameter, ...shown },
  ] as const);
}

/** The values by which a method names its baseline. */
export type BaselineValues = ValuesOf<ReturnType<typeof baselineParameters<never>>>;

/** The choice among the baselines that are made of the input alone. */
export const plainBaselineParameter = (usual: BaselineId) =>
  choice({
    name: 'baseline',
    label: 'Baseline',
    default: usual,
    choices: choicesOf(BASELINES.filter(({ takes }) => !takes)),
  });
