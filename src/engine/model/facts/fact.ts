import type { Recipe } from '../../../protocol/recipe';

/** A JSON file that tools leave beside a model, and what it says of the input. */
export interface FactFile {
  /** Its name, in the model's folder or above a folder `onnx`. */
  readonly name: string;
  /** The fields of a recipe it tells; null where it is another file of that name. */
  read(content: Readonly<Record<string, unknown>>): Recipe | null;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list of finite numbers; undefined for all else. */
export const numbersIn = (value: unknown): readonly number[] | undefined =>
  Array.isArray(value) && value.length > 0 && value.every((v) => typeof v === 'number' && Number.isFinite(v))
    ? (value as number[])
    : undefined;

/** A list of texts; undefined for all else. */
export const namesIn = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.length > 0 && value.every((v) => typeof v === 'string') ? value : undefined;

const MOST_PIXELS = 8192;

/** A length in pixels; undefined for all else. */
export const lengthIn = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MOST_PIXELS ? value : undefined;
