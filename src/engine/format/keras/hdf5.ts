import type { Dataset, File, Group } from 'h5wasm';
import { LensError } from '../../../protocol/error';
import type { Weight } from '../../graph/model';
import { weightOf } from '../../graph/weight';
import { floats } from '../../tensor/tensor';

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
export const isHdf5 = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, k) => bytes[k] === byte);

let count = 0;

/**
 * Opens an HDF5 file that lies in memory. The reader sees no other file, so links to elsewhere lead nowhere; it is
 * loaded when first needed.
 * @throws LensError `corrupt-model` when the file is damaged
 */
export async function withHdf5<T>(bytes: Uint8Array, work: (root: Group) => T): Promise<T> {
  const hdf5 = await import('h5wasm');
  const { FS } = await hdf5.ready;
  const name = `model${count++}.h5`;
  FS.writeFile(name, bytes);
  let file: File | undefined;
  try {
    if (!isHdf5(bytes)) throw new Error('it is no HDF5 file');
    file = new hdf5.File(name, 'r');
    if (file.file_id < 0n) throw new Error('it is incomplete');
    return work(file);
  } catch (error) {
    if (error instanceof LensError) throw error;
    const what = `the model file is damaged: ${error instanceof Error ? error.message : String(error)}`;
    throw new LensError({ code: 'corrupt-model', what, next: 'Save or copy the model again' }, { cause: error });
  } finally {
    file?.close();
    FS.unlink(name);
  }
}

/** A text attribute, or undefined. */
export function textAttribute(group: Group, name: string): string | undefined {
  const value = group.attrs[name]?.value;
  return typeof value === 'string' ? value : value instanceof Uint8Array ? Buffer.from(value).toString() : undefined;
}

const isGroup = (entity: unknown): entity is Group => typeof (entity as Group | null)?.keys === 'function';

export function childGroup(group: Group, name: string): Group | undefined {
  const entity = group.keys().includes(name) ? group.get(name) : null;
  return isGroup(entity) ? entity : undefined;
}

/** Every array below a group, by its path from there. */
export function arraysBelow(group: Group, path = ''): [string, Weight][] {
  return group.keys().flatMap((name): [string, Weight][] => {
    const entity = group.get(name);
    if (isGroup(entity)) return arraysBelow(entity, `${path}${name}/`);
    const weight = entity && 'shape' in entity ? weightIn(entity as Dataset) : undefined;
    return weight ? [[`${path}${name}`, weight]] : [];
  });
}

/** Real numbers of any width as float32; anything else is no weight. */
function weightIn(dataset: Dataset): Weight | undefined {
  const { shape, value } = dataset;
  if (!shape) return undefined;
  if (value instanceof Float32Array) return weightOf({ type: 'float32', dims: shape, data: value });
  if (typeof value === 'number') return weightOf(floats(shape, [value]));
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
    ? weightOf(floats(shape, Float32Array.from(value as unknown as ArrayLike<number | bigint>, Number)))
    : undefined;
}
