import { LensError } from '../../../protocol/error';
import { bytesPerElement } from '../../graph/weight';
import type { ElementType } from '../../tensor/tensor';
import { builders } from './builders';
import { OpaqueObject, GlobalName, StorageReference, type Pickled } from './pickled';

/** The state of reading one pickle: bytes, stack, marks, memo. */
export class PickleMachine {
  private readonly view: DataView;
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, Pickled>();
  stack: Pickled[] = [];
  done = false;
  /** Names of classes and functions the pickle wants called that are not known here: none was. */
  readonly opaque = new Set<string>();
  /** Bytes of an element of each storage. */
  readonly widths = new Map<string, number>();

  constructor(
    private readonly bytes: Uint8Array,
    private readonly where: string,
    private at = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  fail(what: string): never {
    throw new LensError({
      code: 'corrupt-model',
      what: `its pickle cannot be read: ${what}`,
      where: this.where,
      next: 'Save the state_dict again with torch.save',
    });
  }

  /** Moves over `length` bytes and returns their place. */
  private skip(length: number): number {
    const from = this.at;
    if (!(length >= 0) || from + length > this.bytes.length) this.fail('it is cut short');
    this.at += length;
    return from;
  }

  /** Where the next opcode stands. */
  get place(): number {
    return this.at;
  }

  byte = (): number => this.view.getUint8(this.skip(1));
  word = (): number => this.view.getUint16(this.skip(2), true);
  int = (): number => this.view.getInt32(this.skip(4), true);
  length = (): number => this.view.getUint32(this.skip(4), true);
  longLength = (): number => Number(this.view.getBigUint64(this.skip(8), true));
  double = (): number => this.view.getFloat64(this.skip(8), false);

  raw(length: number): Uint8Array {
    const from = this.skip(length);
    return this.bytes.subarray(from, from + length);
  }

  text(length: number): string {
    return new TextDecoder().decode(this.raw(length));
  }

  /** Text up to the end of the line. */
  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) this.fail('it is cut short');
    const text = this.text(end - this.at);
    this.at = end + 1;
    return text;
  }

  /** A whole number in two's complement, little-endian. */
  wholeNumber(length: number): Pickled {
    if (length > 1024) this.fail(`a number has ${length} bytes`);
    let value = 0n;
    this.raw(length).forEach((byte, k) => (value |= BigInt(byte) << BigInt(8 * k)));
    return narrowed(BigInt.asIntN(8 * length, value));
  }

  push(value: Pickled): void {
    this.stack.push(value);
  }

  pop(): Pickled {
    const floor = this.marks.at(-1) ?? 0;
    if (this.stack.length <= floor) this.fail('it takes from an empty stack');
    return this.stack.pop() as Pickled;
  }

  top(): Pickled {
    if (this.stack.length === 0) this.fail('it takes from an empty stack');
    return this.stack[this.stack.length - 1];
  }

  mark(): void {
    this.marks.push(this.stack.length);
  }

  popMark(): Pickled[] {
    const mark = this.marks.pop();
    if (mark === undefined) return this.fail('it takes from a mark that was not set');
    return this.stack.splice(mark);
  }

  remember(key: number): void {
    this.memo.set(key, this.top());
  }

  memoize(): void {
    this.remember(this.memo.size);
  }

  recall(key: number): void {
    if (!this.memo.has(key)) this.fail('it recalls what it never remembered');
    this.push(this.memo.get(key) as Pickled);
  }

  appendTo(list: Pickled, values: readonly Pickled[]): void {
    if (Array.isArray(list)) for (const value of values) list.push(value);
    else if (!(list instanceof OpaqueObject)) this.fail('it appends to what is no list');
  }

  putInto(map: Pickled, pairs: readonly Pickled[]): void {
    if (map instanceof Map) for (let i = 0; i + 1 < pairs.length; i += 2) map.set(pairs[i], pairs[i + 1]);
    else if (!(map instanceof OpaqueObject)) this.fail('it puts entries into what is no dict');
  }

  /** Stands for calling: known names make containers and tensors, any other becomes a mere note of what was asked. */
  call(callee: Pickled, parts: Pickled): void {
    if (!Array.isArray(parts)) return this.fail('it calls without a tuple of arguments');
    if (!(callee instanceof GlobalName)) {
      this.push(new OpaqueObject('object', parts));
      return;
    }
    const build = builders.get(callee.name);
    if (build) {
      this.push(build(parts, (what) => this.fail(what)));
      return;
    }
    this.opaque.add(callee.name);
    this.push(new OpaqueObject(callee.name, parts));
  }

  /**
   * Attributes of an object: kept as data for unknown classes, and dropped for containers, where they are no weights.
   */
  setState(state: Pickled): void {
    const object = this.top();
    if (object instanceof OpaqueObject) object.state = state;
  }

  /** torch's persistent ids: ('storage', type, key, device, elements, and before 1.6 the view). */
  persistent(id: Pickled): void {
    const [kind, type, key, , length, view] = Array.isArray(id) ? id : [];
    if (kind !== 'storage' || !(type instanceof GlobalName) || typeof key !== 'string' || typeof length !== 'number')
      return this.fail('it refers to something that is no storage');
    const name = type.name.slice(type.name.lastIndexOf('.') + 1);
    const start = Array.isArray(view) ? view[1] : 0;
    if (typeof start !== 'number') return this.fail('it refers to a view that is none');
    const element = storageTypes.get(name);
    this.widths.set(key, element ? bytesPerElement(element) : (OTHER_WIDTHS.get(name) ?? 1));
    this.push(new StorageReference(key, element, start));
  }
}

/** Small enough numbers as numbers. */
export const narrowed = (value: bigint): Pickled =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;

/** Element types of torch's typed storages; a storage of any other name holds plain bytes. */
const storageTypes: ReadonlyMap<string, ElementType> = new Map<string, ElementType>([
  ['FloatStorage', 'float32'],
  ['DoubleStorage', 'float64'],
  ['HalfStorage', 'float16'],
  ['BFloat16Storage', 'bfloat16'],
  ['LongStorage', 'int64'],
  ['IntStorage', 'int32'],
  ['ShortStorage', 'int16'],
  ['CharStorage', 'int8'],
  ['ByteStorage', 'uint8'],
  ['BoolStorage', 'bool'],
]);

/** Bytes of an element of storages whose type has no name here. */
const OTHER_WIDTHS: ReadonlyMap<string, number> = new Map([
  ['QInt32Storage', 4],
  ['ComplexFloatStorage', 8],
  ['ComplexDoubleStorage', 16],
]);
