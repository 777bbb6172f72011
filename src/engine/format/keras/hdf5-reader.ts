// A thread that reads one HDF5 file and ends: `workerData` is the file's bytes, its one message the contents or the
// reason why there are none.
import { parentPort, workerData } from 'node:worker_threads';
import { contentsOf, type Hdf5Contents } from './hdf5-contents';

export type Hdf5Message = { readonly contents: Hdf5Contents } | { readonly failed: string };

async function read(bytes: Uint8Array): Promise<Hdf5Contents> {
  const hdf5 = await import('h5wasm');
  const { FS } = await hdf5.ready;
  FS.writeFile('model.h5', bytes);
  const file = new hdf5.File('model.h5', 'r');
  if (file.file_id < 0n) throw new Error('it is incomplete');
  return contentsOf(file, bytes.length);
}

void read(workerData as Uint8Array).then(
  (contents) =>
    parentPort!.postMessage({ contents } satisfies Hdf5Message, [
      ...new Set(contents.arrays.map(({ data }) => data.buffer as ArrayBuffer)),
    ]),
  (error: unknown) =>
    parentPort!.postMessage({ failed: error instanceof Error ? error.message : String(error) } satisfies Hdf5Message),
);
