import { createRequire } from 'node:module';
import { contentsOf } from '../../src/engine/format/keras/hdf5-contents';
import { Hdf5File, isHdf5 } from '../../src/engine/format/keras/hdf5';
import { LensError } from '../../src/protocol/error';
import { h5Seed } from './seeds/keras';

type Library = typeof import('h5wasm');

/** The library as the project builds it: a single file, which can be loaded any number of times. */
const load = createRequire(__filename);
const BUILT = load.resolve('../../dist/node_modules/h5wasm');
const NAME = 'model.h5';

/**
 * Reads HDF5 in this process: to start a thread for each file takes a hundred times as long as reading a small one. An instance
 * of the library stays until a damaged file has spoilt it.
 */
export class WarmHdf5 {
  private library?: Library;
  private seed?: Uint8Array;

  readonly open = async (bytes: Uint8Array): Promise<Hdf5File> => {
    if (!isHdf5(bytes)) throw damaged('it is no HDF5 file');
    try {
      return new Hdf5File(await this.contents(bytes));
    } catch (cause) {
      if (!(await this.readsSeed())) this.library = undefined;
      throw damaged('its HDF5 is damaged', cause);
    }
  };

  private async contents(bytes: Uint8Array) {
    this.library ??= loaded();
    const { FS } = await this.library.ready;
    FS.writeFile(NAME, bytes);
    const file = new this.library.File(NAME, 'r');
    try {
      if (file.file_id < 0n) throw new Error('it is incomplete');
      return contentsOf(file, bytes.length);
    } finally {
      if (file.file_id >= 0n) file.close();
    }
  }

  private async readsSeed(): Promise<boolean> {
    this.seed ??= (await h5Seed())[0];
    return this.contents(this.seed).then(
      ({ arrays }) => arrays.length > 0,
      () => false,
    );
  }
}

function loaded(): Library {
  delete load.cache[BUILT];
  return load(BUILT) as Library;
}

const damaged = (what: string, cause?: unknown): LensError => new LensError({ code: 'corrupt-model', what }, { cause });
