import type { Format } from '../format';
import { readH5, readKeras } from './files';
import { isHdf5 } from './hdf5';

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;
const endsWith = (path: string, ...endings: string[]): boolean =>
  endings.some((ending) => path.toLowerCase().endsWith(ending));

/** `.keras` archives. */
export const kerasFormat: Format = {
  id: 'keras',
  label: 'Keras',
  extensions: ['.keras'],
  recognises: (path, bytes) => endsWith(path, '.keras') && (isZip(bytes) || isHdf5(bytes)),
  read: async (_, bytes) => ({ ...(await (isHdf5(bytes) ? readH5(bytes) : readKeras(bytes))), sources: [bytes] }),
};

/** Whole models in HDF5. */
export const h5Format: Format = {
  id: 'keras-h5',
  label: 'Keras (HDF5)',
  extensions: ['.h5', '.hdf5'],
  recognises: (path, bytes) => endsWith(path, '.h5', '.hdf5') && isHdf5(bytes),
  read: async (_, bytes) => ({ ...(await readH5(bytes)), sources: [bytes] }),
};
