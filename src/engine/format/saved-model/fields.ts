import { Reader } from 'protobufjs/minimal';

const [VARINT, LENGTH] = [0, 2];

/** The fields of a protocol-buffer message by their numbers; what is inside is read only when asked for. */
export class Fields {
  private readonly lengths = new Map<number, Uint8Array[]>();
  private readonly varints = new Map<number, number[]>();

  /** @throws RangeError where the bytes are no message */
  constructor(bytes: Uint8Array) {
    const reader = Reader.create(bytes);
    while (reader.pos < reader.len) {
      const key = reader.uint32();
      const [field, kind] = [key >>> 3, key & 7];
      if (kind === VARINT) listed(this.varints, field).push(Number(reader.int64()));
      else if (kind === LENGTH) listed(this.lengths, field).push(reader.bytes());
      else reader.skipType(kind);
    }
  }

  messages(field: number): Fields[] {
    return (this.lengths.get(field) ?? []).map((bytes) => new Fields(bytes));
  }

  texts(field: number): string[] {
    return (this.lengths.get(field) ?? []).map((bytes) => Buffer.from(bytes).toString());
  }

  /** Whole numbers; 64-bit ones as signed. */
  numbers(field: number): readonly number[] {
    return this.varints.get(field) ?? [];
  }
}

function listed<T>(map: Map<number, T[]>, key: number): T[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}
