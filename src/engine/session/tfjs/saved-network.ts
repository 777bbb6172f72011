import { LensError } from '../../../protocol/error';
import type { SavedModelSource } from '../../format/format';
import type { FloatTensor, Tensor } from '../../tensor/tensor';
import type { ExternalNetwork } from '../external-network';
import { exclusively, NATIVE_PACKAGE, nativeTensorFlow } from './library';
import { fedTensor, valuesOf } from './values';

/**
 * A SavedModel, which only TensorFlow's own library runs.
 * @throws LensError `unsupported-model` saying what to install where that library does not load
 */
export async function savedNetwork({
  folder,
  tags,
  signature,
  input,
  type,
}: SavedModelSource): Promise<ExternalNetwork> {
  const tf = nativeTensorFlow();
  if (!tf) {
    throw new LensError({
      code: 'unsupported-model',
      what: 'a SavedModel is run by TensorFlow itself, which is not installed here',
      where: folder,
      next: `Install it with "npm install --prefix ~ ${NATIVE_PACKAGE}", or convert the folder with tensorflowjs_converter or tf2onnx`,
    });
  }
  try {
    const model = await tf.node.loadSavedModel(folder, [...tags], signature);
    return {
      runtime: `TensorFlow ${tf.version_core} (tfjs-node)`,
      run: (image: Tensor, outputs: readonly string[]) =>
        exclusively(async (): Promise<FloatTensor[]> => {
          const fed = fedTensor(tf, image, type);
          const results = model.predict({ [input]: fed }) as Readonly<
            Record<string, import('@tensorflow/tfjs').Tensor>
          >;
          fed.dispose();
          return valuesOf(outputs.map((name) => results[name]));
        }).catch((error: unknown) => failed(folder, error)),
      backward: () =>
        Promise.reject(
          new LensError({
            code: 'not-differentiable',
            what: 'a SavedModel runs forward only',
            next: 'Choose a perturbation method',
          }),
        ),
      close: () => model.dispose(),
    };
  } catch (error) {
    return failed(folder, error);
  }
}

function failed(folder: string, error: unknown): never {
  const what = `TensorFlow cannot run the SavedModel: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}`;
  throw new LensError(
    { code: 'unsupported-model', what, where: folder, next: 'Save it again with a signature that takes one image' },
    { cause: error },
  );
}
