/**
 * Self-describing parameters of methods and metrics: one schema gives the form, the validation, the command line and
 * the docs.
 */
interface Common {
  /** camelCase, the name the reference manifests use. */
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  readonly unit?: string;
  /** Hidden behind "more" in the form. */
  readonly advanced?: boolean;
  /** Has an effect only with these values of another parameter; forms hide it otherwise. */
  readonly usedWith?: { readonly name: string; readonly values: readonly ParameterValue[] };
}
export interface NumberParameter extends Common {
  readonly kind: 'number' | 'integer';
  readonly default: number;
  readonly minimum?: number;
  readonly maximum?: number;
  /**
   * A size of noise: a share of the range of the input where another parameter has a value, and in units of the
   * preprocessed input otherwise. Forms show both.
   */
  readonly shareOfRange?: { readonly name: string; readonly value: ParameterValue };
}
export interface BooleanParameter extends Common {
  readonly kind: 'boolean';
  readonly default: boolean;
}
export interface ChoiceParameter extends Common {
  readonly kind: 'choice';
  readonly default: string;
  /** A `random` choice draws random numbers: with it the result depends on the seed. */
  readonly choices: readonly { readonly value: string; readonly label: string; readonly random?: true }[];
}
/** A list of numbers, for example a window of (channels, height, width). */
export interface NumbersParameter extends Common {
  readonly kind: 'numbers';
  readonly default: readonly number[] | null;
}
/** An activation tensor of the model; `null` lets the method choose. */
export interface LayerParameter extends Common {
  readonly kind: 'layer';
  readonly default: string | null;
}
/** A `.npy` or image file; `null` when none is needed. */
export interface FileParameter extends Common {
  readonly kind: 'file';
  readonly default: string | null;
}
export type Parameter =
  NumberParameter | BooleanParameter | ChoiceParameter | NumbersParameter | LayerParameter | FileParameter;
export type ParameterValue = number | boolean | string | readonly number[] | null;
export type ParameterValues = Readonly<Record<string, ParameterValue>>;
