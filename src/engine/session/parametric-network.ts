import type { Model } from '../graph/model';
import type { Tensor } from '../tensor/tensor';
import type { NetworkGraph } from './graph';
import { Network } from './network';
import type { Program } from './program';
import { withFeeds } from './session';

/**
 * A network some of whose inputs are fixed beside the image: what reads them is compiled once for all values, and
 * methods know of the image alone.
 */
export class ParametricNetwork extends Network {
  /** @param family the network of the same graph that compiles and keeps the programs */
  constructor(
    private readonly family: Network,
    values: Readonly<Record<string, Tensor>>,
  ) {
    super({ ...family.graph, beside: { ...family.graph.beside, ...values } }, family.runtime, () => family.isBatched());
  }

  override async program(key: string, build: () => Model): Promise<Program> {
    const program = await this.family.program(key, build);
    return { ...program, session: withFeeds(program.session, this.graph.beside ?? {}) };
  }

  override extension(key: string, graph: () => NetworkGraph): Network {
    return this.family.extension(key, graph);
  }
}
