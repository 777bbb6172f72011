import { multiplyAccumulates } from '../graph/cost';
import { inputWriter, type InputWriter } from '../image/input';
import type { OpenedModel } from '../model/opening';
import { batchOf } from '../session/batch';
import { Execution, type JobOptions } from '../session/execution';
import { asFloats, floats, row, sizeOf, type FloatTensor } from '../tensor/tensor';
import { Ahead } from './ahead';
import type { EvaluationInput } from './evaluation-set';

/** As if for so many threads, since a batch is not to depend on the machine. */
const THREADS = 4;

/**
 * Batches that are decoded ahead: a run blocks this thread, and decoding comes back to it between its steps (header,
 * pixels, another size), so that each run lets each of these batches go one step on.
 */
const AHEAD = 3;

/** Inputs of one batch, each decoded, or why it cannot be. */
type Decoded = readonly (InputWriter | Error)[];

/** Whether every image of a batch is answered by itself: a scale that is taken over the whole batch mixes them. */
const isByImage = ({ model }: OpenedModel['network']): boolean =>
  !model.graph.nodes.some(({ op }) => op === 'DynamicQuantizeLinear');

/**
 * The logits of inputs by a fixed partition: input n is row n mod size of batch ⌊n / size⌋, and a batch always has as
 * many rows, the last one filled with zeros. So a result depends neither on where a run stopped nor on what else is in
 * the batch. While a batch runs, which blocks this thread, the next ones are decoded in those of the image library.
 */
export class BatchedLogits {
  /** Rows of a batch, by the network alone. */
  readonly size: number;
  private readonly places: ReadonlyMap<string, number>;
  private current?: { readonly batch: number; readonly rows: Promise<readonly (FloatTensor | Error)[]> };
  /** By batch. */
  private readonly decoded: Ahead<Decoded>;
  /** The batch that is run, in the same memory every time. */
  private readonly images: FloatTensor;

  constructor(
    private readonly model: OpenedModel,
    private readonly inputs: readonly EvaluationInput[],
    private readonly options: JobOptions,
    private readonly read = inputWriter,
  ) {
    const { network } = model;
    const macs = [...multiplyAccumulates(network.model).values()].reduce((sum, one) => sum + one, 0);
    this.size = batchOf(network.model, macs, THREADS);
    this.places = new Map(inputs.map(({ path }, place) => [path, place]));
    this.decoded = new Ahead(Math.ceil(inputs.length / this.size), AHEAD, (batch) => this.decode(batch));
    this.images = floats([this.size, ...network.graph.inputDims]);
  }

  /** Those of a model whose images can share a batch: it says one row of scores of each; null of another. */
  static of(model: OpenedModel, inputs: readonly EvaluationInput[], options: JobOptions): BatchedLogits | null {
    const { network, detector, beside } = model;
    const { batched, logitsDims, ofBoxes } = network.graph;
    const isAlone = !batched || logitsDims.length > 1 || ofBoxes || detector || beside || !isByImage(network);
    return isAlone ? null : new BatchedLogits(model, inputs, options);
  }

  /** The logits of an input, [1, classes]. @throws LensError where it cannot be read or the model cannot run */
  async logits(path: string): Promise<FloatTensor> {
    const place = this.places.get(path)!;
    const batch = Math.floor(place / this.size);
    if (this.current?.batch !== batch) this.current = { batch, rows: this.run(batch) };
    const found = (await this.current.rows)[place % this.size];
    if (found instanceof Error) throw found;
    return found;
  }

  private async run(batch: number): Promise<readonly (FloatTensor | Error)[]> {
    const { images, model } = this;
    const { network } = model;
    const { input, inputDims, logits } = network.graph;
    const decoded = await this.decoded.of(batch);
    if (decoded.every((one) => one instanceof Error)) return decoded;
    const step = sizeOf(inputDims);
    for (let k = 0; k < this.size; k++) {
      const place = images.data.subarray(k * step, (k + 1) * step);
      const write = decoded[k];
      if (typeof write === 'function') write(place);
      else place.fill(0);
    }
    const program = await network.forwardProgram([logits]);
    const execution = new Execution(this.options.signal, this.options.lane);
    const outputs = await execution.run(program, { [input]: images }, this.size);
    const all = asFloats(outputs[logits]);
    return decoded.map((one, k) => (one instanceof Error ? one : row(all, k)));
  }

  private decode(batch: number): Promise<Decoded> {
    const { network, recipe } = this.model;
    const some = this.inputs.slice(batch * this.size, (batch + 1) * this.size);
    return Promise.all(
      some.map(({ path }) =>
        this.read(path, network.graph.inputDims, recipe).catch((thrown: unknown) =>
          thrown instanceof Error ? thrown : new Error(String(thrown)),
        ),
      ),
    );
  }
}
