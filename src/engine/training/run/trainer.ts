import { prepareWithoutRunning } from '../../graph/preparation';
import type { Model } from '../../graph/model';
import { withInputs, withOutputs } from '../../graph/rewriting';
import { networkGraph, type NetworkOptions } from '../../model/network-graph';
import { createSession, type RuntimeOptions } from '../../session/runtime';
import type { Session } from '../../session/session';
import { concatenated, sizeOf, type FloatTensor } from '../../tensor/tensor';
import { learnable } from '../learnable';
import type { FreshNetwork } from '../networks/network';
import { trainingStep, type StepOptions, type TrainingStep } from '../step';
import { learned, type TrainingState } from '../update';
import { nextTurn, type TurnOptions } from '../turn';

/** Values of one run of the forward pass: so many inputs at once that a run takes a fraction of a second. */
const RUN_VALUES = 1 << 20;

/** The sessions in which one network is trained: the part that does not learn, if there is one, and the rest. */
export class Trainer {
  private constructor(
    readonly step: TrainingStep,
    readonly update: Session,
    private readonly forward: Session,
    private readonly features: Session | null,
  ) {}

  /** @param inputDims [C, …] @throws LensError `not-differentiable`, `out-of-memory` */
  static async open(
    fresh: FreshNetwork,
    inputDims: readonly number[],
    options: Omit<StepOptions, 'parameters' | 'mode'>,
    runtime: RuntimeOptions,
  ): Promise<Trainer> {
    const { parameters, features: cut, output = 'logits', holds, layout } = fresh;
    const before =
      cut === undefined ? null : ready(withOutputs(fresh.model, [cut]), { logits: cut, inputDims, layout });
    const model = cut === undefined ? fresh.model : withInputs(fresh.model, [cut]);
    const learnedDims = before ? definite(before, cut!) : inputDims;
    const network = networkGraph(
      prepareWithoutRunning(learnable(shaped(model, cut, learnedDims), parameters, 'training')),
      {
        logits: output,
        classAxis: 1,
        inputDims: learnedDims,
        outputKind: holds,
        layout: cut === undefined ? layout : undefined,
      },
    );
    const step = trainingStep(
      { model: network.model, input: network.input, output: network.logits },
      { ...options, parameters, mode: 'training' },
    );
    return new Trainer(
      step,
      await createSession(step.model, runtime),
      await createSession(step.forward, runtime),
      before && (await createSession(before, runtime)),
    );
  }

  /** What learns from an input: itself, or what the part that does not learn makes of it. */
  async learnedFrom(input: FloatTensor): Promise<FloatTensor> {
    if (!this.features) return input;
    const [name] = this.features.inputNames;
    const results = await this.features.run({ [name]: input });
    return results[this.features.outputNames[0]] as FloatTensor;
  }

  /** Whether a part does not learn, so that its result is worth keeping. */
  get hasFeatures(): boolean {
    return this.features !== null;
  }

  /** Logits [N, classes] of all samples, in runs of moderate size. @param input gives samples `from` … `to` − 1 */
  async logits(
    state: TrainingState,
    count: number,
    input: (from: number, to: number) => Promise<FloatTensor>,
    options: TurnOptions = {},
  ): Promise<FloatTensor> {
    const each = Math.max(1, Math.min(256, Math.floor(RUN_VALUES / sizeOf((await input(0, 1)).dims))));
    const parts: FloatTensor[] = [];
    for (let from = 0; from < count; from += each) {
      await nextTurn(options);
      const results = await this.forward.run({
        ...learned(state),
        [this.step.network.input]: await input(from, Math.min(count, from + each)),
      });
      parts.push(results[this.step.network.output] as FloatTensor);
    }
    return concatenated(parts);
  }

  async close(): Promise<void> {
    for (const session of [this.update, this.forward, this.features]) await session?.release();
  }
}

/** A part of a network that only infers. */
const ready = (model: Model, options: Pick<NetworkOptions, 'logits' | 'inputDims' | 'layout'>): Model =>
  withOutputs(networkGraph(prepareWithoutRunning(model), { ...options, classAxis: 1 }).model, [options.logits]);

function definite({ graph }: Model, tensor: string): readonly number[] {
  return (graph.values.get(tensor)?.shape ?? []).slice(1).map(Number);
}

/** The model with its new input described. */
function shaped(model: Model, input: string | undefined, dims: readonly number[]): Model {
  if (input === undefined) return model;
  const value = { name: input, type: 'float32' as const, shape: ['batch', ...dims] };
  const inputs = model.graph.inputs.map((one) => (one.name === input ? value : one));
  return { ...model, graph: { ...model.graph, inputs } };
}
