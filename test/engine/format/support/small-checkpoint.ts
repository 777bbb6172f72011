import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pickle, writeZip, type Stored } from './checkpoint';

export const values = (...numbers: number[]): Buffer => Buffer.from(Float32Array.from(numbers).buffer);

/** A folder for the checkpoints of one suite. */
export function checkpoints() {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-pt-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  const checkpoint = (name: string, pickle: Buffer, storages: readonly Stored[] = [], options = {}): string => {
    const path = at(name);
    writeZip(
      path,
      [
        { name: 'archive/data.pkl', content: pickle },
        ...storages.map((s) => ({ ...s, name: `archive/data/${s.name}` })),
      ],
      options,
    );
    return path;
  };
  return { at, checkpoint };
}

/**
 * {'conv.weight': 2×3, 'conv.turned': its transpose, 'steps': int64 scalar} inside an OrderedDict under 'state_dict'.
 */
export function stateDict(): Buffer {
  return new Pickle()
    .ascii('}(')
    .text('epoch')
    .int(7)
    .text('state_dict')
    .global('collections', 'OrderedDict')
    .ascii(')R(')
    .text('conv.weight')
    .tensor('0', 'FloatStorage', 7, [2, 3], [3, 1], 1)
    .text('conv.turned')
    .tensor('0', 'FloatStorage', 7, [3, 2], [1, 3], 1)
    .text('steps')
    .tensor('1', 'LongStorage', 1, [], [])
    .ascii('u')
    .text('optimizer_state_dict')
    .ascii('}(')
    .text('exp_avg')
    .tensor('0', 'FloatStorage', 7, [2], [1])
    .ascii('u')
    .ascii('u')
    .bytes();
}
export const STORAGES: Stored[] = [
  { name: '0', content: values(99, 1, 2, 3, 4, 5, 6) },
  { name: '1', content: Buffer.from(BigInt64Array.of(12n).buffer) },
];
