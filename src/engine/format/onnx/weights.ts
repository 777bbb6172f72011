import { LensError } from '../../../protocol/error';
import type { Weight } from '../../graph/model';
import { knownElementType } from '../../graph/shapes/element-type';
import { bytesPerElement } from '../../graph/weight';
import { sizeOf, type ElementType } from '../../tensor/tensor';
import { toNumber, type Int64, type Message } from './schema';

/** Gives the bytes of an external data file beside the model. */
export type ExternalData = (location: string) => Uint8Array;

/** A stored ONNX tensor as a weight whose bytes are a view of the file wherever the format allows it. */
export function readWeight(proto: Message<'TensorProto'>, external: ExternalData): Weight {
  const type = knownElementType(proto.dataType ?? 0);
  const name = proto.name || 'a tensor';
  if (!type)
    throw new LensError({
      code: 'unsupported-model',
      what: `tensor ${name} has the unsupported type ${proto.dataType}`,
      next: 'Convert the model to float32 or float16',
    });
  const dims = (proto.dims ?? []).map(toNumber);
  if (type === 'string')
    return {
      type,
      dims,
      bytes: new Uint8Array(0),
      strings: (proto.stringData ?? []).map((s) => Buffer.from(s).toString()),
    };
  if (type === 'complex64' || type === 'complex128')
    throw new LensError({
      code: 'unsupported-model',
      what: `tensor ${name} holds complex numbers (${type})`,
      next: 'Convert the model to float32 or float16',
    });
  const bytes = bytesOf(proto, type, external);
  const expected = sizeOf(dims) * bytesPerElement(type);
  if (dims.some((d) => d < 0) || bytes.length !== expected)
    throw corrupt(`tensor ${name} holds ${bytes.length} bytes where [${dims.join(', ')}] needs ${expected}`);
  return { type, dims, bytes };
}

function bytesOf(proto: Message<'TensorProto'>, type: ElementType, external: ExternalData): Uint8Array {
  if (proto.dataLocation === 1) return externalBytes(proto, type, external);
  if (proto.rawData?.length) return proto.rawData;
  const typed = typedFields(proto, type);
  return new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength);
}

function externalBytes(proto: Message<'TensorProto'>, type: ElementType, external: ExternalData): Uint8Array {
  const entry = new Map((proto.externalData ?? []).map((e) => [e.key, e.value ?? '']));
  const location = entry.get('location');
  if (!location) throw corrupt(`tensor ${proto.name} has external data without a location`);
  const file = external(location);
  const offset = Number(entry.get('offset') ?? 0);
  const length = Number(entry.get('length') ?? sizeOf((proto.dims ?? []).map(toNumber)) * bytesPerElement(type));
  if (!(offset >= 0 && length >= 0 && offset + length <= file.length))
    throw corrupt(`external data of ${proto.name} lies outside ${location}`);
  return file.subarray(offset, offset + length);
}

/** The older typed fields: half floats, booleans and small integers travel as int32. */
function typedFields(proto: Message<'TensorProto'>, type: ElementType): NodeJS.TypedArray {
  const small = proto.int32Data ?? [];
  const [signed, unsigned]: (readonly Int64[])[] = [proto.int64Data ?? [], proto.uint64Data ?? []];
  switch (type) {
    case 'float32':
    case 'complex64':
      return Float32Array.from(proto.floatData ?? []);
    case 'float64':
    case 'complex128':
      return Float64Array.from(proto.doubleData ?? []);
    case 'int64':
      return BigInt64Array.from(signed, (v) => BigInt(v.toString()));
    case 'uint64':
      return BigUint64Array.from(unsigned, (v) => BigInt(v.toString()));
    case 'uint32':
      return Uint32Array.from(unsigned, toNumber);
    case 'int32':
      return Int32Array.from(small);
    case 'int16':
      return Int16Array.from(small);
    case 'uint16':
    case 'float16':
    case 'bfloat16':
      return Uint16Array.from(small);
    case 'int8':
      return Int8Array.from(small);
    default:
      return Uint8Array.from(small);
  }
}

export function corrupt(what: string, cause?: unknown): LensError {
  const report = { what: `the model file is damaged: ${what}`, next: 'Export or copy the file again' };
  return new LensError({ code: 'corrupt-model', ...report }, { cause });
}
