import { readUnseen, type NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';
import { sizeOf } from '../tensor/tensor';
import { Ahead } from './ahead';
import type { EvaluationInput } from './evaluation-set';

/** Inputs that are decoded before they are asked for: header, pixels and size are a step each. */
const AHEAD = 3;
/** Numbers that may wait: large volumes are read when they are asked for. */
const MOST_NUMBERS = 3e7;

/** The inputs of a folder for one model, the next ones decoded while one is explained. */
export class InputsAhead {
  private readonly places: ReadonlyMap<string, number>;
  private readonly inputs: Ahead<NetworkInput>;

  constructor({ network, recipe }: OpenedModel, inputs: readonly EvaluationInput[], read = readUnseen) {
    const { inputDims } = network.graph;
    const depth = Math.min(AHEAD, Math.floor(MOST_NUMBERS / sizeOf(inputDims)));
    this.places = new Map(inputs.map(({ path }, place) => [path, place]));
    this.inputs = new Ahead(inputs.length, depth, (place) => read(inputs[place].path, inputDims, recipe));
  }

  /** An input of the folder. @throws LensError where it cannot be read */
  read(path: string): Promise<NetworkInput> {
    return this.inputs.of(this.places.get(path)!);
  }
}
