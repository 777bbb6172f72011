import type {
  BooleanParameter,
  ChoiceParameter,
  FileParameter,
  LayerParameter,
  NumberParameter,
  NumbersParameter,
  Parameter,
} from '../../protocol/parameter';

/** A parameter whose name the compiler knows. */
type Named<N extends string, P extends Parameter> = P & { readonly name: N };
/** What is left to say once the kind is known. */
type Rest<P extends Parameter, N extends string> = Omit<P, 'kind' | 'name'> & { readonly name: N };

/** A value of a choice; `random` where it draws random numbers. */
export interface Option<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly random?: true;
}

/** A choice whose values the compiler knows, too. */
export interface Choice<N extends string, V extends string> extends Omit<ChoiceParameter, 'choices' | 'default'> {
  readonly name: N;
  readonly choices: readonly Option<V>[];
  readonly default: V;
}

export const number = <const N extends string>(rest: Rest<NumberParameter, N>): Named<N, NumberParameter> => ({
  kind: 'number',
  ...rest,
});

/** A whole number. */
export const integer = <const N extends string>(rest: Rest<NumberParameter, N>): Named<N, NumberParameter> => ({
  kind: 'integer',
  ...rest,
});

export const boolean = <const N extends string>(rest: Rest<BooleanParameter, N>): Named<N, BooleanParameter> => ({
  kind: 'boolean',
  ...rest,
});

/** One of several values; the default must be among them. */
export const choice = <const N extends string, const V extends string>(
  rest: Omit<Choice<N, V>, 'kind' | 'default'> & { readonly default: NoInfer<V> },
): Choice<N, V> => ({ kind: 'choice', ...rest });

/** A list of numbers. */
export const numbers = <const N extends string, D extends readonly number[] | null>(
  rest: Omit<Rest<NumbersParameter, N>, 'default'> & { readonly default: D },
): Named<N, NumbersParameter> & { readonly default: D } => ({ kind: 'numbers', ...rest });

/** A tensor of the model; none by default, and then the method chooses. */
export const layer = <const N extends string>(
  rest: Omit<Rest<LayerParameter, N>, 'default'>,
): Named<N, LayerParameter> => ({ kind: 'layer', default: null, ...rest });

/** A file; none by default. */
export const file = <const N extends string>(
  rest: Omit<Rest<FileParameter, N>, 'default'>,
): Named<N, FileParameter> => ({
  kind: 'file',
  default: null,
  ...rest,
});
