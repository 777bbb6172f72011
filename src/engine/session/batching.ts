import { LensError } from '../../protocol/error';
import { concatenated, row } from '../tensor/tensor';
import { Execution } from './execution';
import type { Network } from './network';
import { probeInputs, relativeDifference } from './probe';

/** Rounding between a batch of two and two batches of one. */
const AGREEMENT = 1e-4;

/** Whether two images run together give what each gives alone. */
export async function agreesInBatches(network: Network): Promise<boolean> {
  const execution = new Execution();
  const pair = probeInputs(network.graph.inputDims, 2);
  const alone = [await network.logitsOf(row(pair, 0), execution), await network.logitsOf(row(pair, 1), execution)];
  try {
    const program = await network.forwardProgram([network.graph.logits]);
    const together = await execution.run(program, { [network.graph.input]: pair }, 2);
    return relativeDifference(together[network.graph.logits] as (typeof alone)[0], concatenated(alone)) <= AGREEMENT;
  } catch (error) {
    if (error instanceof LensError) return false;
    throw error;
  }
}
