import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LensError } from '../../../protocol/error';
import { SAVED_MODEL } from '../../../protocol/model-files';
import { externalModel, ONE_BY_ONE } from '../external-model';
import type { Format, ReadModel } from '../format';
import { WEIGHTS } from '../../file/kind';
import { readFile } from '../../file/reading';
import { placeInside } from '../../file/workspace';
import { readSignatures, type SavedSignature, type TensorInfo } from './signatures';

/** Images that TensorFlow's own library takes at once. */
const AT_ONCE = 8;
const VARIABLES = 'variables';
const REASON = 'A SavedModel runs in TensorFlow as it is, not in ONNX Runtime: without gradients and layers.';

/** A TensorFlow SavedModel folder, by the file that describes it. Only its signature is read; TensorFlow runs it. */
export const savedModelFormat: Format = {
  id: 'saved-model',
  label: 'TensorFlow SavedModel',
  extensions: [SAVED_MODEL],
  recognises: (path) => basename(path) === SAVED_MODEL,
  read(path, bytes): ReadModel {
    const folder = dirname(path);
    const weights = variables(folder);
    const { tags, signature } = chosen(readSignatures(bytes, path), path);
    const [[key, info]] = Object.entries(signature.inputs);
    const shape = info.shape ?? [null, null, null, 3];
    const type = info.type === 'float32' ? 'float32' : 'int32';
    const outputs = Object.entries(signature.outputs).map(([name, output]) => ({
      name,
      port: name,
      shape: lengths(output),
    }));
    const macs = ONE_BY_ONE / (shape[0] === null ? AT_ONCE : 1);
    return {
      model: externalModel({
        producer: 'TensorFlow',
        input: { name: key, type, shape },
        outputs,
        differentiable: false,
        macs,
        reason: REASON,
      }),
      sources: [bytes, ...weights.values()],
      beside: [...weights.keys()],
      external: () => ({ kind: 'saved-model', folder, tags, signature: signature.name, input: key, type }),
    };
  },
};

interface Tagged {
  readonly tags: readonly string[];
  readonly signature: SavedSignature;
}

/** The signature that serves, or the first that takes one tensor. */
function chosen(all: readonly Tagged[], path: string): Tagged {
  const fitting = all.filter(
    ({ signature }) => Object.keys(signature.inputs).length === 1 && Object.keys(signature.outputs).length > 0,
  );
  const found = fitting.find(({ signature }) => signature.name === 'serving_default') ?? fitting[0];
  if (found) return found;
  throw new LensError({
    code: 'unsupported-model',
    what: 'it has no signature that takes one image',
    where: path,
    next: 'Save it with tf.saved_model.save(model, folder, signatures=…), or model.export(folder)',
  });
}

function lengths({ shape }: TensorInfo): readonly number[] | undefined {
  const rest = shape?.slice(1);
  return rest && rest.length > 0 && rest.every((d): d is number => d !== null) ? rest : undefined;
}

/** The files of weights, for the model's hash. */
function variables(folder: string): Map<string, Uint8Array> {
  if (!existsSync(join(folder, VARIABLES))) return new Map();
  const inside = (file: string): string => placeInside(folder, file, 'its weights', join(folder, SAVED_MODEL));
  const names = readdirSync(inside(VARIABLES)).sort();
  return new Map(names.map((name) => [`${VARIABLES}/${name}`, readFile(inside(join(VARIABLES, name)), WEIGHTS)]));
}
