import type { Dataset, Group } from 'h5wasm';

/** The least a link and what it leads to take in a file: a file that leads to more goes round in circles, or doubles. */
const LEAST_BYTES = 64;
const DEEPEST = 64;
/** Arrays may state any size; their sum is believed up to this many times the file, since few are compressed well. */
const MOST_GROWTH = 50;
const SMALL = 64 * 2 ** 20;

/** An array of real numbers, whatever their stored width. */
export interface StoredArray {
  readonly path: string;
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** What a file of weights holds: its texts by `path@attribute` (the root's path is empty), and its arrays. */
export interface Hdf5Contents {
  readonly texts: ReadonlyMap<string, string>;
  readonly arrays: readonly StoredArray[];
}

/** Groups whose attributes describe a model. */
const DESCRIBED = ['', 'model_weights'];

const isGroup = (entity: unknown): entity is Group => typeof (entity as Group | null)?.keys === 'function';
const isDataset = (entity: unknown): entity is Dataset => (entity as Dataset | null)?.shape !== undefined;

/** Everything below the root of an open file. @throws Error where it holds more than its bytes can */
export function contentsOf(root: Group, fileBytes: number): Hdf5Contents {
  const texts = new Map<string, string>();
  const arrays: StoredArray[] = [];
  const mostEntries = Math.ceil(fileBytes / LEAST_BYTES);
  let [entries, room] = [0, SMALL + MOST_GROWTH * fileBytes];
  const visit = (group: Group, path: string, depth: number): void => {
    if (depth > DEEPEST) throw new Error(`its groups lie more than ${DEEPEST} deep in one another`);
    if (DESCRIBED.includes(path)) for (const [name, text] of textsOf(group)) texts.set(`${path}@${name}`, text);
    for (const name of group.keys()) {
      if (++entries > mostEntries) throw new Error('its links lead in circles, or to more than its bytes can hold');
      const entity = group.get(name);
      const place = path ? `${path}/${name}` : name;
      if (isGroup(entity)) visit(entity, place, depth + 1);
      else if (isDataset(entity)) {
        room -= (entity.shape ?? []).reduce((product, d) => product * d, 4);
        if (!(room >= 0)) throw new Error('its arrays are larger than its bytes can hold');
        const array = arrayIn(entity, place);
        if (array) arrays.push(array);
      }
    }
  };
  visit(root, '', 0);
  return { texts, arrays };
}

function* textsOf(group: Group): Generator<[string, string]> {
  for (const [name, { value }] of Object.entries(group.attrs)) {
    if (typeof value === 'string') yield [name, value];
    else if (value instanceof Uint8Array) yield [name, Buffer.from(value).toString()];
  }
}

/** Real numbers of any width as float32; anything else is no weight. */
function arrayIn({ shape, value }: Dataset, path: string): StoredArray | undefined {
  if (!shape) return undefined;
  const data =
    value instanceof Float32Array
      ? value
      : typeof value === 'number'
        ? Float32Array.of(value)
        : ArrayBuffer.isView(value) && !(value instanceof DataView)
          ? Float32Array.from(value as unknown as ArrayLike<number | bigint>, Number)
          : undefined;
  return data?.length === shape.reduce((product, d) => product * d, 1) ? { path, dims: shape, data } : undefined;
}
