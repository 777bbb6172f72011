import { floats, type FloatTensor } from '../../tensor/tensor';

/** A part of an axis as Python writes it; null stands for the end it begins or stops at. */
export interface Slice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number | null;
}

/** One place of an index: `x[…, None, 3, 1:]` has an ellipsis, a new axis, a number and a slice. */
export type Index = 'ellipsis' | 'new axis' | number | Slice;

interface Wrapped {
  readonly class_name?: unknown;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly items?: unknown;
}

const isObject = (value: unknown): value is Wrapped & Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keras 3 wraps what JSON has no form for: {class_name: '__numpy__' | '__tensor__' | '__tuple__' | …, config}. */
export function unwrapped(value: unknown): unknown {
  if (!isObject(value)) return value;
  return value.items ?? value.config?.value ?? value;
}

/** Numbers in lists of lists (or one number) as a tensor, or undefined for anything else. */
export function literalTensor(value: unknown): FloatTensor | undefined {
  const inner = unwrapped(value);
  const dims: number[] = [];
  for (let level: unknown = inner; Array.isArray(level); level = level[0]) dims.push(level.length);
  const numbers: unknown[] = [inner].flat(Infinity);
  const isFull = numbers.length === dims.reduce((product, d) => product * d, 1);
  return isFull && numbers.length > 0 && numbers.every((v): v is number => typeof v === 'number')
    ? floats(dims, numbers)
    : undefined;
}

/** The places of an index, or undefined where one of them is computed. */
export function indexOf(value: unknown): Index[] | undefined {
  const list = isObject(value) && Array.isArray(value.items) ? value.items : Array.isArray(value) ? value : [value];
  const places = list.map(placeOf);
  return places.every((place) => place !== undefined) ? places : undefined;
}

function placeOf(value: unknown): Index | undefined {
  if (value === null) return 'new axis';
  if (typeof value === 'number') return value;
  if (!isObject(value)) return undefined;
  if (value.class_name === '__ellipsis__') return 'ellipsis';
  const slice =
    value.class_name === '__slice__' ? value.config : 'start' in value || 'stop' in value ? value : undefined;
  if (!slice) return undefined;
  const [start, stop, step] = ['start', 'stop', 'step'].map((name) => slice[name] ?? null);
  return [start, stop, step].every((v): v is number | null => v === null || typeof v === 'number')
    ? { start: start as number | null, stop: stop as number | null, step: step as number | null }
    : undefined;
}
