/** Endings of files that are models by their name alone. */
export const MODEL_ENDINGS: readonly string[] = Object.freeze(['.onnx', '.keras', '.h5', '.hdf5']);
/** Endings of files that hold weights without a graph; `torch.save` knows no ending of its own. */
export const WEIGHTS_ENDINGS: readonly string[] = Object.freeze([
  '.safetensors',
  '.pt',
  '.pth',
  '.ckpt',
  '.pt.tar',
  '.pth.tar',
]);
/** Checkpoints whose ending other files have, too: `pytorch_model.bin`, `pytorch_model-00001-of-00002.bin`. */
export const WEIGHTS_NAMES = '*pytorch_model*.bin';
const WEIGHTS_NAME = /pytorch_model[^/\\]*\.bin$/i;
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

/** Whether a file holds weights without a graph, as far as its name says. */
export const isWeightsName = (path: string): boolean =>
  WEIGHTS_NAME.test(path) || WEIGHTS_ENDINGS.some((ending) => path.toLowerCase().endsWith(ending));

/** The model's file name, or for files that are all called the same its folder's before it. */
export function modelTitle(path: string): string {
  const [folder, name] = path.replaceAll('\\', '/').split('/').slice(-2);
  return name === SAVED_MODEL || name === 'model.json' ? `${folder}/${name}` : (name ?? folder);
}

/** What models are called beside each other. @param paths with either kind of slash */
export const distinctTitles = (paths: readonly string[]): string[] => paths.map((path) => titleBeside(path, paths));

/**
 * What a model is called beside others: its title, with as many folders in front as tell those of one name apart.
 * @param others with either kind of slash, perhaps itself among them
 */
export function titleBeside(path: string, others: readonly string[]): string {
  const [own, ...rest] = [path, ...others].map((one) => one.replaceAll('\\', '/').split('/').filter(Boolean));
  const end = (parts: readonly string[], length: number): string => parts.slice(-length).join('/');
  const isShared = (length: number): boolean =>
    rest.some((parts) => end(parts, length) === end(own, length) && parts.join('/') !== own.join('/'));
  let length = modelTitle(path).split('/').length;
  while (length < own.length && isShared(length)) length++;
  return end(own, length);
}
