import { LensError } from '../../../protocol/error';
import type { GraphSource } from '../../format/format';
import type { FloatTensor, Tensor } from '../../tensor/tensor';
import type { ExternalNetwork } from '../external-network';
import { exclusively, nativeTensorFlow, onBackend, portableTensorFlow, type Backend, type TensorFlow } from './library';
import { loadGraph } from './loading';
import { fedTensor, valuesOf } from './values';

type GraphModel = import('@tensorflow/tfjs').GraphModel;

const NAMES: Readonly<Record<Backend, string>> = {
  wasm: 'TensorFlow.js (WebAssembly)',
  cpu: 'TensorFlow.js (JavaScript)',
};

/**
 * A GraphModel that TensorFlow.js runs: by TensorFlow's own library where that is installed, else by the first portable
 * backend that has all kernels.
 */
export async function graphNetwork(source: GraphSource): Promise<ExternalNetwork> {
  const native = nativeTensorFlow();
  return new GraphNetwork(
    native ?? (await portableTensorFlow()),
    source,
    native ? `TensorFlow ${native.version_core} (tfjs-node)` : undefined,
  );
}

class GraphNetwork implements ExternalNetwork {
  private readonly loaded = new Map<boolean, Promise<GraphModel>>();
  private backends: readonly Backend[] = ['wasm', 'cpu'];

  constructor(
    private readonly tf: TensorFlow,
    private readonly source: GraphSource,
    private readonly native: string | undefined,
  ) {}

  get runtime(): string {
    return this.native ?? NAMES[this.backends[0]];
  }

  run(input: Tensor, outputs: readonly string[]): Promise<FloatTensor[]> {
    return this.onRuntime(async (backend) => {
      const model = await this.model(false);
      const fed = fedTensor(this.tf, input, this.source.type);
      try {
        const feeds = { [this.source.input]: fed };
        const results = this.source.dynamic
          ? await model.executeAsync(feeds, [...outputs])
          : model.execute(feeds, [...outputs]);
        const values = valuesOf(results);
        if (backend) this.backends = this.backends.slice(this.backends.indexOf(backend));
        return values;
      } finally {
        fed.dispose();
      }
    }).catch(failed);
  }

  /** Kernels of backward passes are others than those of forward ones: each pass tries for itself. */
  backward(input: Tensor, outputs: readonly string[], outputGradients: readonly FloatTensor[]): Promise<FloatTensor> {
    const { tf } = this;
    return this.onRuntime(async () => {
      const model = await this.model(true);
      const gradient = tf.tidy(() => {
        const weighed = (x: import('@tensorflow/tfjs').Tensor) => {
          const results = [model.execute({ [this.source.input]: x }, [...outputs])].flat();
          return tf.addN(
            results.map((result, k) =>
              tf.sum(tf.mul(result, tf.tensor(outputGradients[k].data, [...outputGradients[k].dims]))),
            ),
          );
        };
        return tf.grad(weighed)(fedTensor(tf, input, this.source.type));
      });
      return valuesOf(gradient)[0];
    }).catch((error: unknown) => {
      const what = `TensorFlow.js cannot differentiate the model: ${messageOf(error)}`;
      throw new LensError(
        { code: 'not-differentiable', what, next: 'Choose a perturbation method, which needs no gradient' },
        { cause: error },
      );
    });
  }

  close(): void {
    for (const model of this.loaded.values()) void exclusively(async () => (await model).dispose());
    this.loaded.clear();
  }

  private onRuntime<T>(work: (backend?: Backend) => Promise<T>): Promise<T> {
    return onBackend(this.tf, this.backends, work);
  }

  private model(differentiable: boolean): Promise<GraphModel> {
    const model = this.loaded.get(differentiable) ?? loadGraph(this.tf, this.source.original, differentiable);
    this.loaded.set(differentiable, model);
    return model;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0];

function failed(error: unknown): never {
  throw new LensError(
    {
      code: 'unsupported-model',
      what: `TensorFlow.js cannot run the model: ${messageOf(error)}`,
      next: 'Convert the model to ONNX with tf2onnx',
    },
    { cause: error },
  );
}
