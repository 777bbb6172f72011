import { LensError } from '../../protocol/error';
import { asFloats, concatenated, row, type FloatTensor } from '../tensor/tensor';
import { Execution } from './execution';
import type { Network } from './network';
import { probeInputs, relativeDifference } from './probe';

/** Rounding between a batch of two and two batches of one. */
const AGREEMENT = 1e-4;

/** Whether two images run together give what each gives alone: in the program that the first prediction will take. */
export async function agreesInBatches(network: Network): Promise<boolean> {
  const { predicted, graph } = network;
  const execution = new Execution();
  const pair = probeInputs(graph.inputDims, 2);
  const alone: FloatTensor[] = [];
  for (const n of [0, 1]) alone.push((await network.tensorsOf(row(pair, n), predicted, execution))[0]);
  try {
    const program = await network.forwardProgram(predicted);
    const together = await execution.run(program, { [graph.input]: pair }, 2);
    return relativeDifference(asFloats(together[graph.logits]), concatenated(alone)) <= AGREEMENT;
  } catch (error) {
    if (error instanceof LensError) return false;
    throw error;
  }
}
