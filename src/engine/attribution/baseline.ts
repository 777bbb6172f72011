import { baselineNamed } from '../baseline';
import type { BaselineValues } from '../baseline/parameters';
import { asFloats, reshaped, type FloatTensor } from '../tensor/tensor';
import type { MethodContext } from './method';

/** A baseline given by stored draws, [1, C, …]. */
export function storedBaseline({ draws, input }: MethodContext): FloatTensor | undefined {
  const stored = draws.given('baseline');
  return stored && reshaped(asFloats(stored), input.dims);
}

/** The values by which a baseline is named. */
export type NamedBaseline = Pick<BaselineValues, 'baseline' | 'baselineLevel'>;

/**
 * The baseline named by the parameter `baseline`, [1, C, …] like the input. Stored draws named `baseline` win over the
 * name. @throws LensError for a name there is not, or one that this input cannot have
 */
export function baselineOf(context: MethodContext<NamedBaseline>): FloatTensor {
  const { input, levels, draws, files, params } = context;
  const stored = storedBaseline(context);
  if (stored) return stored;
  return baselineNamed(params.baseline, {
    input,
    levels,
    level: params.baselineLevel,
    file: files.baseline,
    stream: () => draws.stream('baseline', 0),
  });
}
