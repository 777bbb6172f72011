import type { Model } from '../graph/model';
import type { Tensor } from '../tensor/tensor';
import { Network } from './network';
import type { Program } from './program';

/**
 * A network some of whose inputs are fixed beside the image: what reads them is compiled once for all values, and
 * methods know of the image alone.
 */
export class ParametricNetwork extends Network {
  /** @param family the network of the same graph that compiles and keeps the programs */
  constructor(
    private readonly family: Network,
    private readonly values: Readonly<Record<string, Tensor>>,
  ) {
    super(family.graph, family.runtime);
  }

  override async program(key: string, build: () => Model): Promise<Program> {
    const program = await this.family.program(key, build);
    const { session } = program;
    const run: typeof session.run = (feeds, outputs) => session.run({ ...this.values, ...feeds }, outputs);
    return {
      ...program,
      session: {
        device: session.device,
        inputNames: session.inputNames,
        outputNames: session.outputNames,
        run,
        release: () => session.release(),
      },
    };
  }
}
