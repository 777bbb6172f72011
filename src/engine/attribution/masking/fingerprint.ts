import { createHash } from 'node:crypto';
import type { Tensor } from '../../tensor/tensor';

/** A short name for the contents of arrays: equal arrays have equal names. */
export function fingerprint(...tensors: readonly Tensor[]): string {
  const hash = createHash('sha1');
  for (const { dims, data } of tensors) {
    hash.update(dims.join());
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('base64');
}
