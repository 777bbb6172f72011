import type { Parameter } from '../../protocol/parameter';

/** The parameters of a method, a metric or a network, in the order in which a form shows them. */
export type Schema = readonly Parameter[];

/** What a value of one parameter is; null only where the default is null. */
export type ValueOf<P extends Parameter> = P extends { readonly kind: 'number' | 'integer' }
  ? number
  : P extends { readonly kind: 'boolean' }
    ? boolean
    : P extends { readonly kind: 'choice'; readonly choices: readonly { readonly value: infer V }[] }
      ? V
      : P extends { readonly kind: 'numbers'; readonly default: infer D }
        ? readonly number[] | Extract<D, null>
        : P extends { readonly kind: 'layer' | 'file'; readonly default: infer D }
          ? string | Extract<D, null>
          : never;

/** The values of a schema by name: a misspelt name, or a value that a choice does not have, does not compile. */
export type ValuesOf<S extends Schema> = { readonly [P in S[number] as P['name']]: ValueOf<P> };

/** The names of a schema's parameters. */
export type NameOf<S extends Schema> = S[number]['name'];
