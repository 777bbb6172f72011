/** Endings of files that are models by their name alone. */
export const MODEL_ENDINGS: readonly string[] = Object.freeze(['.onnx', '.keras', '.h5', '.hdf5']);
/** The file by which a folder is a TensorFlow SavedModel. */
export const SAVED_MODEL = 'saved_model.pb';
/** As many bytes of a JSON file are looked at to tell whether it is a TensorFlow.js model. */
export const OPENING_BYTES = 8192;

const OBJECT = /^\uFEFF?\s*\{/;
const MARKS = /"(modelTopology|weightsManifest)"\s*:|"format"\s*:\s*"(graph|layers)-model"/;

/**
 * Whether a JSON file that begins like this is a TensorFlow.js model: its topology, or the manifest of its weights,
 * begins there.
 */
export const opensModel = (opening: string): boolean => OBJECT.test(opening) && MARKS.test(opening);

/** The model's file name, or for files that are all called the same its folder's before it. */
export function modelTitle(path: string): string {
  const [folder, name] = path.replaceAll('\\', '/').split('/').slice(-2);
  return name === SAVED_MODEL || name === 'model.json' ? `${folder}/${name}` : (name ?? folder);
}
