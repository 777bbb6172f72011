import type { NumberParameter } from '../../protocol/parameter';
import { choice, number } from '../parameter/kinds';
import type { FloatTensor } from '../tensor/tensor';
import { rangesOf, type Levels } from './levels';

/** What a size of noise is counted in. */
type Convention = 'range' | 'input';

/** Beside parameters that are amplitudes: reference libraries count them in units of the input. */
export const amplitudeConvention = choice({
  name: 'convention',
  label: 'Noise counted in',
  default: 'range',
  advanced: true,
  choices: [
    { value: 'range', label: 'shares of the range of the input, from black to white' },
    { value: 'input', label: 'units of the preprocessed input' },
  ],
});

/**
 * A size of noise. By default it is a share of the range of the input, so that it means the same for networks that take
 * 0…1, 0…255 or standardised values.
 */
export const amplitude = <const N extends string>(
  rest: Pick<NumberParameter, 'label' | 'default' | 'description' | 'advanced'> & { readonly name: N },
) => number({ ...rest, minimum: 0, shareOfRange: { name: amplitudeConvention.name, value: 'range' } });

/** What amplitudes are shares of. */
interface Source {
  /** [1, C, …]. */
  readonly input: FloatTensor;
  readonly levels?: Levels;
}

/**
 * An amplitude in units of the input, for each channel. Inputs that are no images have the range that they span, which
 * is 0 where they are constant.
 */
export const amplitudesOf = ({ input, levels }: Source, size: number, convention: Convention): readonly number[] =>
  rangesOf(input, levels).map(([low, high]) => (convention === 'range' ? size * Math.abs(high - low) : size));
