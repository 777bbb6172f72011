import { Pickle } from './checkpoint';

const MAGIC = Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex');

/** A file as `torch.save` wrote it before 1.6. @param elements of each storage, as the file says */
export function legacyCheckpoint(
  structure: Pickle,
  storages: ReadonlyMap<string, Buffer>,
  elements: ReadonlyMap<string, number>,
): Buffer {
  const keys = new Pickle().ascii('](');
  for (const key of storages.keys()) keys.text(key);
  const stored = [...storages].flatMap(([key, content]) => {
    const count = Buffer.alloc(8);
    count.writeBigInt64LE(BigInt(elements.get(key)!));
    return [count, content];
  });
  const version = new Pickle().int(1001);
  const machine = new Pickle().ascii('}').text('little_endian').op(0x88).ascii('s');
  return Buffer.concat([
    MAGIC,
    ...[version, machine, structure].map((pickle) => pickle.bytes()),
    keys.ascii('e').bytes(),
    ...stored,
  ]);
}
