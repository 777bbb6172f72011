import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { LensError } from '../../../protocol/error';
import type { Weight } from '../../graph/model';
import { weightOf } from '../../graph/weight';
import { floats } from '../../tensor/tensor';
import type { Hdf5Contents } from './hdf5-contents';
import type { Hdf5Message } from './hdf5-reader';

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
export const isHdf5 = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, k) => bytes[k] === byte);

/** How long the library may take for a file, in milliseconds: on some damaged ones it goes round in circles. */
const LIMIT = 20_000;
/** Most characters of the library's own words in a message. */
const MOST_WORDS = 160;

/** The thread's bundle lies beside this one; run from its sources, the project has it in dist. */
const READER = [join(__dirname, 'hdf5-reader.js'), join(__dirname, '../../../../dist/hdf5-reader.js')].find(existsSync);

/** A file of weights in memory. */
export class Hdf5File {
  constructor(private readonly contents: Hdf5Contents) {}

  /** A text attribute of the root, or of a group. */
  text(name: string, group = ''): string | undefined {
    return this.contents.texts.get(`${group}@${name}`);
  }

  /** Every array below a group (below the root by default), by its path from there. */
  arrays(group = ''): [string, Weight][] {
    const start = group && `${group}/`;
    return this.contents.arrays
      .filter(({ path }) => path.startsWith(start))
      .map(({ path, dims, data }) => [path.slice(start.length), weightOf(floats(dims, data))]);
  }
}

/**
 * Reads an HDF5 file that lies in memory, in a thread of its own: a damaged file spoils the library's state for every
 * later one, and may keep it for ever. The library sees no other file, so links to elsewhere lead nowhere.
 * @throws LensError `corrupt-model` when the file is damaged
 */
export async function readHdf5(bytes: Uint8Array): Promise<Hdf5File> {
  if (!isHdf5(bytes)) throw damaged('it is no HDF5 file');
  const message = await answered(new Worker(READER!, { workerData: bytes, stdout: true, stderr: true, execArgv: [] }));
  if ('failed' in message) throw damaged(message.failed.split('\n')[0].slice(0, MOST_WORDS));
  return new Hdf5File(message.contents);
}

function answered(thread: Worker): Promise<Hdf5Message> {
  const answer = new Promise<Hdf5Message>((resolve) => {
    const late = setTimeout(() => resolve({ failed: `reading it took longer than ${LIMIT / 1000} s` }), LIMIT);
    const end = (message: Hdf5Message): void => {
      clearTimeout(late);
      resolve(message);
    };
    thread.once('message', end);
    thread.once('error', ({ message }) => end({ failed: message }));
    thread.once('exit', () => end({ failed: 'it cannot be read' }));
  });
  return answer.finally(() => void thread.terminate());
}

function damaged(reason: string): LensError {
  return new LensError({
    code: 'corrupt-model',
    what: `the model file is damaged: ${reason}`,
    next: 'Save or copy the model again',
  });
}
