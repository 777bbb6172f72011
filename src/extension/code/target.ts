import { posix } from 'node:path';

/** Behind the path that the code names: nothing, or the file that a model is written as in a folder. */
const endings = ['', '/model.json', '/saved_model.pb'];

/**
 * The model that a text of a saving call names: the one at that place relative to the code, else relative to a
 * workspace folder, else the nearest one whose path ends so, because scripts run in folders of their own choosing. A
 * folder names the model in it.
 * @param text as the code has it, such as `out/net.onnx` or `file://./out`
 * @param code path of the source file
 * @param models paths of the models that are there
 * @param folders paths of the workspace folders
 */
export function modelNamed(
  text: string,
  code: string,
  models: readonly string[],
  folders: readonly string[],
): string | undefined {
  const place = text.replace(/^(?:file|localstorage|indexeddb):\/\//i, '').replace(/\\/g, '/');
  const name = posix.normalize(place).replace(/\/$/, '');
  if (name === '.' || name === '') return undefined;
  const bases = [posix.dirname(code), ...folders];
  const exact = bases
    .map((base) => posix.resolve(base, name))
    .flatMap((path) => endings.map((ending) => path + ending));
  const found = exact.find((path) => models.includes(path));
  if (found || name.startsWith('..')) return found;
  const tail = `/${name.replace(/^\//, '')}`;
  const ending = models.filter((path) => endings.some((ending) => path.endsWith(tail + ending)));
  return nearest(ending, code);
}

/** The path that shares the most folders with `to`; the first of several. */
function nearest(paths: readonly string[], to: string): string | undefined {
  const steps = (path: string): number => posix.relative(posix.dirname(to), path).split('/').length;
  return [...paths].sort((a, b) => steps(a) - steps(b))[0];
}
