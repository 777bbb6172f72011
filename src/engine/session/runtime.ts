import * as ort from 'onnxruntime-node';
import { LensError } from '../../protocol/error';
import type { DeviceId } from '../../protocol/model';
import { encodeOnnx } from '../format/onnx/writer';
import { hasExternal } from '../graph/external';
import type { Model } from '../graph/model';
import type { ElementType, NumericArray, Tensor } from '../tensor/tensor';
import { adapted } from './adaptation';
import type { ExternalNetwork } from './external-network';
import { packsTwice } from './packing';
import { padsBeforePools } from './padding';
import { failed, refused } from './runtime-error';
import type { Session } from './session';
import { stagedSession } from './staged';

export interface RuntimeOptions {
  readonly device: DeviceId;
  /** Threads inside one operator; 0 takes those Slurm grants, or all cores. */
  readonly threads: number;
  /**
   * Keeps tensors in row-major layout: slower, with rounding errors a third as large, because ONNX Runtime's blocked
   * convolutions sum in another order. For comparing digits with other software.
   */
  readonly precise?: boolean;
  /** What runs the nodes that stand for a network of an external runtime. */
  readonly external?: ExternalNetwork;
}

/** Devices whose code is part of this installation of ONNX Runtime, the CPU first. */
export function bundledDevices(): DeviceId[] {
  const known: readonly DeviceId[] = ['cpu', 'cuda', 'webgpu', 'dml', 'coreml'];
  const supported = new Map(ort.listSupportedBackends().map((backend) => [backend.name, backend.bundled]));
  return known.filter((device) => device === 'cpu' || supported.get(device) === true);
}

/** Cores that Slurm grants this process, which sees all of the machine; 0 where it says nothing. */
const grantedThreads = (): number => Math.max(0, Math.floor(Number(process.env.SLURM_CPUS_PER_TASK ?? 0)) || 0);

/**
 * Compiles a model for a device.
 * @throws LensError `device-unavailable` when the device cannot be opened, `unsupported-model` when ONNX Runtime
 * refuses the graph
 */
export async function createSession(model: Model, options: RuntimeOptions): Promise<Session> {
  if (options.external && hasExternal(model))
    return stagedSession(model, options.device, options.external, (part) => createSession(part, options));
  const { bytes, externalData } = encodeOnnx(adapted(model, options.device));
  const providers = options.device === 'cpu' ? ['cpu'] : [options.device, 'cpu'];
  try {
    const session = await ort.InferenceSession.create(bytes, {
      executionProviders: providers,
      externalData,
      graphOptimizationLevel: options.precise ? 'extended' : 'all',
      intraOpNumThreads: options.threads || grantedThreads(),
      interOpNumThreads: 1,
      executionMode: 'sequential',
      // A pattern asks its session's arena for one block of everything a run holds, beside the pieces of the run that
      // was watched for it, and again for every size of batch: about twice the memory, for 1 % of the time.
      enableMemPattern: false,
      logSeverityLevel: 4,
      // By default the threads of a session wait busily for some 50 ms after each run, and whichever session runs next
      // has to share the cores with them.
      extra: {
        session: { force_spinning_stop: '1', disable_prepacking: packsTwice(model) ? '1' : '0' },
        ...(padsBeforePools(model) && { optimization: { disable_specified_optimizers: 'Pad_Fusion' } }),
      },
    });
    return new OrtSession(session, options.device);
  } catch (error) {
    throw refused(error, options.device);
  }
}

class OrtSession implements Session {
  constructor(
    private readonly session: ort.InferenceSession,
    readonly device: DeviceId,
  ) {}

  get inputNames(): readonly string[] {
    return this.session.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.session.outputNames;
  }

  async run(feeds: Readonly<Record<string, Tensor>>, outputs?: readonly string[]): Promise<Record<string, Tensor>> {
    const native: Record<string, ort.Tensor> = {};
    for (const name of this.inputNames) {
      const tensor = feeds[name];
      if (!tensor) throw new LensError({ code: 'internal', what: `the input ${name} was not fed` });
      native[name] = new ort.Tensor(tensor.type as 'float32', tensor.data as Float32Array, tensor.dims);
    }
    try {
      const results = await this.session.run(native, outputs ?? this.outputNames);
      return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, fromNative(value)]));
    } catch (error) {
      throw failed(error);
    }
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

const fromNative = (tensor: ort.Tensor): Tensor => ({
  type: tensor.type as ElementType,
  dims: tensor.dims,
  data: tensor.data as unknown as NumericArray,
});
