import { multiplyAccumulates } from '../graph/cost';
import type { Model } from '../graph/model';
import { pruned } from '../graph/rewriting';
import { withShapes } from '../graph/shapes';
import { batchOf } from './batch';
import type { NetworkGraph } from './graph';
import type { NetworkParts } from './parts';
import { createSession, type RuntimeOptions } from './runtime';
import { withFeeds, type Session } from './session';

/** A graph derived from the model (its forward, a gradient, a head), compiled, with its cost per image. */
export interface Program {
  readonly model: Model;
  readonly session: Session;
  /** Cost of one image in forward passes of the whole model, by multiply-accumulates. */
  readonly cost: { readonly forward: number; readonly backward: number };
  /**
   * Images to run at once: bounded in time and memory, and a function of the graph alone, so that results can be
   * repeated bit for bit.
   */
  batch(): Promise<number>;
}

/** The network a graph is derived from, and how it runs. */
interface Origin {
  readonly graph: NetworkGraph;
  readonly runtime: RuntimeOptions;
  readonly parts: Pick<NetworkParts, 'totalMacs'>;
  isBatched(): Promise<boolean>;
}

/** Compiles a graph derived from a network. @throws LensError as {@link createSession} */
export async function compile(derived: Model, origin: Origin): Promise<Program> {
  const { graph, runtime, parts } = origin;
  // ONNX Runtime runs nodes nobody reads; the reverse pass leaves some that it replaced by cheaper ones.
  const model = withShapes(pruned(derived));
  const own = new Set(graph.model.graph.nodes.map((node) => node.outputs[0]));
  let [forward, backward] = [0, 0];
  for (const [node, count] of multiplyAccumulates(model)) {
    if (own.has(node.outputs[0])) forward += count;
    else backward += count;
  }
  const most = graph.batched ? batchOf(model, forward + backward, runtime.threads) : 1;
  return {
    model,
    session: withFeeds(await createSession(model, runtime), graph.beside ?? {}),
    cost: { forward: forward / parts.totalMacs, backward: backward / parts.totalMacs },
    batch: async () => (most > 1 && (await origin.isBatched()) ? most : 1),
  };
}
