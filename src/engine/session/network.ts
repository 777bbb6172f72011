import type { DeviceId } from '../../protocol/model';
import { LensError } from '../../protocol/error';
import type { Model } from '../graph/model';
import { withOutputs } from '../graph/rewriting';
import { asFloats, concatenated, sizeOf, type FloatTensor } from '../tensor/tensor';
import { Execution } from './execution';
import type { NetworkGraph } from './graph';
import { Memory } from './memory';
import { NetworkParts } from './parts';
import { compile, type Program } from './program';
import { scoreCount, type Score } from './score';
import type { RuntimeOptions } from './runtime';

/** An opened model: its forward pass and the programs derived from it, each compiled once. */
export class Network {
  private readonly programs = new Map<string, Promise<Program>>();
  /** Its graph seen in parts, and what these cost. */
  readonly parts: NetworkParts;
  private readonly memory = new Memory();
  /** Networks of graphs made of this one, closed with it. */
  private readonly extensions = new Map<string, Network>();
  private batched?: Promise<boolean>;

  /** @param proof whether images that are run together do not mix, asked on first need; the graph is believed without */
  constructor(
    readonly graph: NetworkGraph,
    readonly runtime: RuntimeOptions,
    private readonly proof?: (network: Network) => Promise<boolean>,
  ) {
    this.parts = new NetworkParts(graph);
  }

  get model(): Model {
    return this.graph.model;
  }

  /** The software that computes, human-readable. */
  get software(): string {
    return this.runtime.external?.runtime ?? 'ONNX Runtime';
  }

  /** How many numbers can be explained: classes, labels or estimates. */
  get scores(): number {
    return scoreCount([1, ...this.graph.logitsDims], this.graph.link);
  }

  get device(): DeviceId {
    return this.runtime.device;
  }

  /** Whether several images may be run at once. */
  async isBatched(): Promise<boolean> {
    if (!this.graph.batched || !this.proof) return this.graph.batched;
    return (this.batched ??= this.proof(this));
  }

  /**
   * A derived graph, compiled on first use and kept.
   * @param key names the graph; equal keys must build equal graphs
   */
  program(key: string, build: () => Model): Promise<Program> {
    let program = this.programs.get(key);
    if (!program) {
      program = compile(build(), this);
      this.programs.set(key, program);
      program.catch(() => this.programs.delete(key));
    }
    return program;
  }

  /** The forward pass with the given tensors as outputs. */
  forwardProgram(tensors: readonly string[]): Promise<Program> {
    return this.program(`forward:${tensors.join()}`, () => withOutputs(this.model, tensors));
  }

  /** What a prediction asks for: the scores, and what a CAM of the same image takes from the forward pass. */
  get predicted(): readonly string[] {
    const { logits, camLayer } = this.graph;
    return camLayer === null ? [logits] : [logits, camLayer, ...this.parts.beside(camLayer)];
  }

  /** The tensor whose derivative a score of this kind asks for. */
  outputOf(kind: Score['kind']): string {
    return kind === 'probability' ? this.graph.probabilities : this.graph.logits;
  }

  /** Logits [N, classes, …] of images [N, …], run in bounded batches. Not remembered: for perturbed images. */
  async logitsOf(images: FloatTensor, execution: Execution): Promise<FloatTensor> {
    const [logits] = await this.tensorsOf(images, [this.graph.logits], execution);
    return logits;
  }

  /** Any tensors of the forward pass of images [N, …]. */
  async tensorsOf(images: FloatTensor, tensors: readonly string[], execution: Execution): Promise<FloatTensor[]> {
    this.checkInput(images);
    const program = await this.forwardProgram(tensors);
    const count = images.dims[0];
    const step = sizeOf(images.dims.slice(1));
    const parts: FloatTensor[][] = tensors.map(() => []);
    await execution.inBatches(program, count, async (start, end) => {
      const batch: FloatTensor = {
        type: 'float32',
        dims: [end - start, ...images.dims.slice(1)],
        data: images.data.subarray(start * step, end * step),
      };
      const outputs = await execution.run(program, { [this.graph.input]: batch }, end - start);
      tensors.forEach((name, k) => parts[k].push(asFloats(outputs[name])));
    });
    return parts.map((some) => (some.length === 1 ? some[0] : concatenated(some)));
  }

  /** Tensors of the forward pass of ONE image, remembered with it: a second method that asks shares the pass. */
  async remembered(image: FloatTensor, tensors: readonly string[], execution: Execution): Promise<FloatTensor[]> {
    const memory = this.memory.of(image);
    const missing = tensors.filter((name) => !memory.has(name));
    execution.rest(memory, missing.length === 0);
    if (missing.length > 0) {
      // The logits come along for free, and almost everybody needs them.
      const { logits } = this.graph;
      const asked = memory.has(logits) || missing.includes(logits) ? missing : [...missing, logits];
      const run = this.tensorsOf(image, asked, execution);
      for (const [k, name] of asked.entries())
        memory.set(
          name,
          run.then((all) => all[k]),
        );
      run.catch(() => asked.forEach((name) => memory.delete(name)));
    }
    return Promise.all(tensors.map((name) => memory.get(name)!));
  }

  /**
   * The same image in an array of its own, with what is remembered of it so far: what is asked of the copy stays
   * unknown to the original.
   */
  copyOf(image: FloatTensor): FloatTensor {
    const copy = { ...image, data: image.data.slice() };
    this.memory.inherit(copy, this.memory.of(image));
    return copy;
  }

  /** A network of a larger graph, made on first use. */
  extension(key: string, graph: () => NetworkGraph): Network {
    const known = this.extensions.get(key) ?? new Network(graph(), this.runtime, () => this.isBatched());
    this.extensions.set(key, known);
    return known;
  }

  /** Takes over what a network with the same tensors remembers of an image, and what else is known of it. */
  inherit(other: Network, image: FloatTensor, known: Readonly<Record<string, FloatTensor>>): void {
    this.memory.inherit(image, other.memory.of(image), known);
  }

  /** The logits of one image, remembered. */
  async logits(image: FloatTensor, execution: Execution): Promise<FloatTensor> {
    return (await this.remembered(image, [this.graph.logits], execution))[0];
  }

  /** Frees all native memory. */
  async close(): Promise<void> {
    const programs = await Promise.allSettled(this.programs.values());
    this.programs.clear();
    for (const extension of this.extensions.values()) await extension.close();
    this.extensions.clear();
    for (const program of programs) if (program.status === 'fulfilled') await program.value.session.release();
    this.runtime.external?.close();
  }

  /** @throws LensError `wrong-shape` when images do not fit the model's input */
  private checkInput(images: FloatTensor): void {
    const wanted = this.graph.inputDims;
    const got = images.dims.slice(1);
    if (got.length === wanted.length && got.every((d, k) => d === wanted[k])) return;
    throw new LensError({
      code: 'wrong-shape',
      what: `the input is [${images.dims.join(', ')}] but the model takes [N, ${wanted.join(', ')}]`,
      next: 'Resize or preprocess it as the recipe says',
    });
  }
}
