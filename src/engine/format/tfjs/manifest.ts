import { LensError } from '../../../protocol/error';
import type { Weight } from '../../graph/model';
import { bytesPerElement } from '../../graph/weight';
import { sizeOf, type ElementType } from '../../tensor/tensor';
import type { ExternalData } from '../onnx/weights';
import { dequantized, type Quantization } from './quantization';

/** One weight of the manifest. */
interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: Quantization;
}
export interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly Entry[];
}

const TYPES: Readonly<Record<string, ElementType>> = {
  float32: 'float32',
  float16: 'float16',
  int32: 'int32',
  uint8: 'uint8',
  bool: 'bool',
  int64: 'int64',
  uint16: 'uint16',
};

/**
 * The weights of a TensorFlow.js model: groups of shards that lie one behind the other. A weight inside one shard is a
 * view of it.
 * @see https://github.com/tensorflow/tfjs/tree/master/tfjs-converter#format-conversion-details
 */
export function readManifest(groups: readonly WeightGroup[], shard: ExternalData): Map<string, Weight> {
  const weights = new Map<string, Weight>();
  for (const group of groups) {
    if (!isGroup(group)) throw noEntry();
    const bytes = joined(shardsOf(group, shard));
    let offset = 0;
    for (const entry of group.weights) {
      if (!isEntry(entry)) throw noEntry();
      const { weight, length } = readEntry(entry, bytes, offset);
      weights.set(entry.name, weight);
      offset += length;
    }
  }
  return weights;
}

const isGroup = (group: WeightGroup | null): boolean => Array.isArray(group?.paths) && Array.isArray(group.weights);

function isEntry(entry: Entry | null): boolean {
  if (typeof entry !== 'object' || entry === null) return false;
  const { name, shape, dtype, quantization } = entry;
  const isShape = Array.isArray(shape) && shape.every((d) => Number.isSafeInteger(d) && d >= 0);
  return isShape && [name, dtype, quantization?.dtype ?? ''].every((text) => typeof text === 'string');
}

const noEntry = (): LensError =>
  new LensError({
    code: 'corrupt-model',
    what: 'the list of weights has an entry without its files, its name, its shape or its type',
    next: 'Convert or copy the model again',
  });

function readEntry(entry: Entry, bytes: Uint8Array, offset: number): { weight: Weight; length: number } {
  const stored = entry.quantization?.dtype ?? entry.dtype;
  if (stored === 'string') return textEntry(entry, bytes, offset);
  const type = Object.hasOwn(TYPES, stored) ? TYPES[stored] : undefined;
  if (!type)
    throw new LensError({
      code: 'unsupported-model',
      what: `the weight ${entry.name} has the type ${stored}`,
      next: 'Convert the model again with float32 weights',
    });
  const length = sizeOf(entry.shape) * bytesPerElement(type);
  if (offset + length > bytes.length) {
    throw new LensError({
      code: 'corrupt-model',
      what: `the shards end inside the weight ${entry.name}`,
      next: 'Copy all shards of the model again',
    });
  }
  const weight: Weight = { type, dims: entry.shape, bytes: bytes.subarray(offset, offset + length) };
  return { weight: entry.quantization ? dequantized(weight, entry.quantization) : weight, length };
}

/** Strings: each with its length in four bytes before it. */
function textEntry(entry: Entry, bytes: Uint8Array, offset: number): { weight: Weight; length: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const strings: string[] = [];
  let at = offset;
  for (let k = 0; k < sizeOf(entry.shape); k++) {
    const size = view.getUint32(at, true);
    strings.push(Buffer.from(bytes.subarray(at + 4, at + 4 + size)).toString());
    at += 4 + size;
  }
  return { weight: { type: 'string', dims: entry.shape, bytes: new Uint8Array(0), strings }, length: at - offset };
}

/** The files of a group of weights. */
export const shardsOf = ({ paths }: WeightGroup, shard: ExternalData): Uint8Array[] =>
  paths.map((path) => shard(fileName(path)));

function fileName(path: unknown): string {
  try {
    if (typeof path === 'string') return decodeURIComponent(path);
  } catch {
    // A percent sign that encodes nothing.
  }
  throw new LensError({
    code: 'corrupt-model',
    what: 'the list of weights names a file by something that is no path',
    next: 'Convert or copy the model again',
  });
}

/** Bytes one behind the other; a single part is not copied. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
