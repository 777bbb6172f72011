import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';

/** Opcodes of protocol 2, as Python's pickle writes them. */
export class Pickle {
  private readonly parts: Buffer[] = [Buffer.from([0x80, 2])];

  op(...bytes: number[]): this {
    this.parts.push(Buffer.from(bytes));
    return this;
  }

  ascii(text: string): this {
    this.parts.push(Buffer.from(text, 'latin1'));
    return this;
  }

  text(value: string): this {
    const bytes = Buffer.from(value);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    this.parts.push(Buffer.from('X'), length, bytes);
    return this;
  }

  int(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    this.parts.push(Buffer.from('J'), bytes);
    return this;
  }

  global(module: string, name: string): this {
    return this.ascii(`c${module}\n${name}\n`);
  }

  ints(values: readonly number[]): this {
    this.ascii('(');
    values.forEach((v) => this.int(v));
    return this.ascii('t');
  }

  /** torch._utils._rebuild_tensor_v2 over a storage. */
  tensor(
    key: string,
    storage: string,
    elements: number,
    dims: readonly number[],
    strides: readonly number[],
    offset = 0,
  ): this {
    this.global('torch._utils', '_rebuild_tensor_v2').ascii('(');
    this.ascii('(').text('storage').global('torch', storage).text(key).text('cpu').int(elements).ascii('tQ');
    return this.int(offset).ints(dims).ints(strides).op(0x89).global('collections', 'OrderedDict').ascii(')RtR');
  }

  /** The same as torch wrote it before 1.6, over a part of the storage where `view` says from where. */
  legacyTensor(
    key: string,
    storage: string,
    elements: number,
    dims: readonly number[],
    strides: readonly number[],
    offset: number,
    view?: number,
  ): this {
    this.global('torch._utils', '_rebuild_tensor_v2').ascii('(');
    this.ascii('(').text('storage').global('torch', storage).text(key).text('cpu').int(elements);
    if (view === undefined) this.ascii('N');
    else
      this.ascii('(')
        .text('view')
        .int(view)
        .int(elements - view)
        .ascii('t');
    this.ascii('tQ');
    return this.int(offset).ints(dims).ints(strides).op(0x89).global('collections', 'OrderedDict').ascii(')RtR');
  }

  bytes(): Buffer {
    return Buffer.concat([...this.parts, Buffer.from('.')]);
  }
}

export interface Stored {
  readonly name: string;
  readonly content: Buffer;
  /** Size the entry has in the archive; what the content does not fill is a hole. */
  readonly size?: number;
}

/** Writes a ZIP archive of files as they are; with `wide`, sizes and places stand in the 64-bit fields. */
export function writeZip(path: string, files: readonly Stored[], { wide = false } = {}): void {
  const file = openSync(path, 'w');
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, size = content.length } of files) {
    const local = header(
      30,
      [
        [0, 0x04034b50],
        [18, wide ? 0xffffffff : size],
        [22, wide ? 0xffffffff : size],
      ],
      [[26, name.length]],
    );
    writeSync(file, Buffer.concat([local, Buffer.from(name)]), 0, local.length + name.length, at);
    writeSync(file, content, 0, content.length, at + local.length + name.length);
    const central = header(
      46,
      [
        [0, 0x02014b50],
        [20, wide ? 0xffffffff : size],
        [24, wide ? 0xffffffff : size],
        [42, wide ? 0xffffffff : at],
      ],
      [
        [28, name.length],
        [30, wide ? 28 : 0],
      ],
    );
    directory.push(central, Buffer.from(name), wide ? extra(size, at) : Buffer.alloc(0));
    at += local.length + name.length + size;
  }
  const central = Buffer.concat(directory);
  const end = header(
    22,
    [
      [0, 0x06054b50],
      [12, wide ? 0xffffffff : central.length],
      [16, wide ? 0xffffffff : at],
    ],
    [
      [8, files.length],
      [10, files.length],
    ],
  );
  const tail = Buffer.concat([central, wide ? end64(central.length, at) : Buffer.alloc(0), end]);
  ftruncateSync(file, at + tail.length);
  writeSync(file, tail, 0, tail.length, at);
  closeSync(file);
}

function header(
  length: number,
  words: readonly (readonly [number, number])[],
  shorts: readonly (readonly [number, number])[],
): Buffer {
  const bytes = Buffer.alloc(length);
  for (const [place, value] of words) bytes.writeUInt32LE(value, place);
  for (const [place, value] of shorts) bytes.writeUInt16LE(value, place);
  return bytes;
}

function extra(size: number, at: number): Buffer {
  const bytes = header(
    28,
    [],
    [
      [0, 1],
      [2, 24],
    ],
  );
  [size, size, at].forEach((value, k) => bytes.writeBigUInt64LE(BigInt(value), 4 + 8 * k));
  return bytes;
}

function end64(size: number, offset: number): Buffer {
  const record = header(56, [[0, 0x06064b50]], []);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = header(20, [[0, 0x07064b50]], []);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  return Buffer.concat([record, locator]);
}
