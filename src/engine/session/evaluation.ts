import type { Model } from '../graph/model';
import type { Tensor } from '../tensor/tensor';
import { createSession } from './runtime';

/** Computes a constant sub-graph once on the CPU: a model without inputs. */
export async function evaluate(model: Model): Promise<ReadonlyMap<string, Tensor>> {
  const session = await createSession(model, { device: 'cpu', threads: 0 });
  try {
    return new Map(Object.entries(await session.run({})));
  } finally {
    await session.release();
  }
}
