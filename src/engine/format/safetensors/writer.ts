import type { FloatTensor } from '../../tensor/tensor';

/** The values begin at a multiple of so many bytes. */
const ALIGNMENT = 8;

/** The bytes of a safetensors file of float32 tensors. @param metadata texts that stand in its header */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, FloatTensor>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { dims, data }] of tensors)
    header[name] = { dtype: 'F32', shape: dims, data_offsets: [end, (end += data.byteLength)] };
  const text = Buffer.from(JSON.stringify(header));
  const length = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const prefix = Buffer.alloc(ALIGNMENT);
  prefix.writeBigUInt64LE(BigInt(length));
  const values = [...tensors.values()].map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  return Buffer.concat([prefix, text, Buffer.alloc(length - text.length, ' '), ...values]);
}
