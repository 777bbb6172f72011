import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { Pickle } from '../../engine/format/support/checkpoint';
import { legacyCheckpoint } from '../../engine/format/support/legacy';
import type { CaseFiles } from '../target';

const TFJS = join(__dirname, '../../fixtures/models/tiny-vgg-tfjs');

const values = (...numbers: number[]): Uint8Array => new Uint8Array(Float32Array.from(numbers).buffer);

/** Two views of one storage. */
const stateDict = (): Buffer =>
  new Pickle()
    .ascii('}(')
    .text('state_dict')
    .global('collections', 'OrderedDict')
    .ascii(')R(')
    .text('conv.weight')
    .tensor('0', 'FloatStorage', 7, [2, 3], [3, 1], 1)
    .text('conv.turned')
    .tensor('0', 'FloatStorage', 7, [3, 2], [1, 3], 1)
    .ascii('u')
    .ascii('u')
    .bytes();
const STORAGE = values(9, 1, 2, 3, 4, 5, 6);

export const checkpoint = (): Uint8Array =>
  zipSync({ 'a/data.pkl': new Uint8Array(stateDict()), 'a/data/0': STORAGE }, { level: 0 });

/** As PyTorch saved before its files were archives. */
export function legacy(): Uint8Array {
  const pickle = new Pickle()
    .ascii('}(')
    .text('conv.weight')
    .tensor('0', 'FloatStorage', 7, [2, 3], [3, 1], 1)
    .ascii('u');
  return legacyCheckpoint(pickle, new Map([['0', Buffer.from(STORAGE)]]), new Map([['0', 7]]));
}

export function safetensors(): Uint8Array {
  const header = Buffer.from(
    JSON.stringify({
      'conv.weight': { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] },
      bias: { dtype: 'F32', shape: [2], data_offsets: [16, 24] },
    }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, values(1, 2, 3, 4, 5, 6)]);
}

/** A field of protocol buffers: a number, or bytes with their length. */
function field(number: number, value: number | Uint8Array): Buffer {
  if (typeof value === 'number') return Buffer.from([number << 3, value]);
  return Buffer.concat([Buffer.from([(number << 3) | 2, value.length]), value]);
}

/** A SavedModel with one signature from [-1, 4, 4] images to scores. */
export function savedModel(): Uint8Array {
  const shape = Buffer.concat([4, 4].map((d) => field(2, field(1, d))));
  const info = Buffer.concat([field(2, 1), field(3, shape)]);
  const entry = (key: string, value: Buffer): Buffer => Buffer.concat([field(1, Buffer.from(key)), field(2, value)]);
  const signature = Buffer.concat([field(1, entry('image', info)), field(2, entry('scores', info))]);
  const graph = Buffer.concat([
    field(1, field(4, Buffer.from('serve'))),
    field(5, entry('serving_default', signature)),
  ]);
  return Buffer.concat([field(1, 1), field(2, graph)]);
}

export function tfjsSeed(): CaseFiles {
  return Object.fromEntries(readdirSync(TFJS).map((name) => [name, readFileSync(join(TFJS, name))]));
}
