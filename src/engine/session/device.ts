import type { DeviceChoice, DeviceId } from '../../protocol/model';
import { withOutputs } from '../graph/rewriting';
import { asFloats, type FloatTensor } from '../tensor/tensor';
import type { NetworkGraph } from './graph';
import { mayHaveGraphics } from './hardware';
import { probeInputs, relativeDifference } from './probe';
import { bundledDevices, createSession } from './runtime';
import type { Session } from './session';

export interface DeviceDecision {
  readonly device: DeviceId;
  /** One sentence for the log and the status bar. */
  readonly reason: string;
  readonly available: readonly DeviceId[];
}

/** A device must come this near to the CPU, relative to the peak of the logits. */
const AGREEMENT = 1e-3;
const TIMED_RUNS = 3;

/**
 * The device for a network. `auto` is the first that agrees with the CPU on a probe input AND is faster on it;
 * a software adapter is therefore never chosen, unless it is named.
 */
export async function decidedDevice(
  graph: NetworkGraph,
  choice: DeviceChoice,
  threads: number,
): Promise<DeviceDecision> {
  const available = bundledDevices();
  if (choice !== 'auto') return { device: choice, reason: `${choice} was chosen in the settings`, available };
  const candidates = available.filter((device) => device !== 'cpu');
  if (candidates.length === 0)
    return { device: 'cpu', reason: 'no other device is part of this installation', available };
  if (!mayHaveGraphics()) return { device: 'cpu', reason: 'this machine has no GPU', available };
  const probe = probeInputs(graph.inputDims, 1);
  const reference = await timed(graph, 'cpu', threads, probe);
  if (!reference) return { device: 'cpu', reason: 'the probe could not be run', available };
  const reasons: string[] = [];
  for (const device of candidates) {
    const trial = await timed(graph, device, threads, probe).catch(() => undefined);
    if (!trial) reasons.push(`${device} is not usable here`);
    else if (!(relativeDifference(trial.logits, reference.logits) <= AGREEMENT))
      reasons.push(`${device} disagrees with the CPU`);
    else if (trial.seconds >= reference.seconds)
      reasons.push(`${device} is ${(trial.seconds / reference.seconds).toFixed(1)} times slower`);
    else
      return {
        device,
        reason: `${device} agrees with the CPU and is ${(reference.seconds / trial.seconds).toFixed(1)} times faster`,
        available,
      };
  }
  return { device: 'cpu', reason: reasons.join('; '), available };
}

interface Trial {
  readonly logits: FloatTensor;
  readonly seconds: number;
}

async function timed(graph: NetworkGraph, device: DeviceId, threads: number, probe: FloatTensor): Promise<Trial> {
  const session: Session = await createSession(withOutputs(graph.model, [graph.logits]), { device, threads });
  try {
    const run = async () => asFloats((await session.run({ ...graph.beside, [graph.input]: probe }))[graph.logits]);
    const logits = await run();
    const start = performance.now();
    for (let i = 0; i < TIMED_RUNS; i++) await run();
    return { logits, seconds: (performance.now() - start) / 1000 / TIMED_RUNS };
  } finally {
    await session.release();
  }
}
