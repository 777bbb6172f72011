import type { DeviceId } from '../../protocol/model';
import { LensError } from '../../protocol/error';
import { externalNames, isExternal, RUN } from '../graph/external';
import type { Model, Node } from '../graph/model';
import { capturedBy, pruned } from '../graph/rewriting';
import { asFloats, type FloatTensor, type Tensor } from '../tensor/tensor';
import type { ExternalNetwork } from './external-network';
import type { Session } from './session';

/** A part of a graph that one runtime runs: nodes of ours, compiled, or one node of another runtime. */
interface Stage {
  run(tensors: Map<string, Tensor>): Promise<void>;
  release(): Promise<void>;
}

/**
 * A session over a graph with nodes of another runtime: it is cut before and after each of them, and the parts run in
 * turn.
 * @param compile makes a session of a part without such nodes
 */
export async function stagedSession(
  model: Model,
  device: DeviceId,
  external: ExternalNetwork,
  compile: (part: Model) => Promise<Session>,
): Promise<Session> {
  const stages: Stage[] = [];
  for (const { nodes, node } of partsOf(model)) {
    if (nodes.length > 0) stages.push(await ownStage(partModel(model, nodes), compile));
    if (node) stages.push(externalStage(node, external));
  }
  return new StagedSession(model, device, stages);
}

/** Nodes that need no result of `node` or of later ones, then `node` itself; the last part may have none. */
interface Part {
  readonly nodes: readonly Node[];
  readonly node?: Node;
}

function partsOf({ graph }: Model): Part[] {
  const order = graph.nodes.filter(isExternal);
  const stageOf = new Map<string, number>();
  const stages = graph.nodes.map((node) => {
    const after = Math.max(0, ...[...node.inputs, ...capturedBy(node)].map((name) => stageOf.get(name) ?? 0));
    const stage = isExternal(node) ? order.indexOf(node) : after;
    node.outputs.forEach((name) => stageOf.set(name, isExternal(node) ? stage + 1 : stage));
    return stage;
  });
  return Array.from({ length: order.length + 1 }, (_, k) => ({
    nodes: graph.nodes.filter((node, i) => !isExternal(node) && stages[i] === k),
    node: order[k],
  }));
}

/** The part of a graph that some nodes make: what others make of it goes in, what others read of it comes out. */
function partModel(model: Model, nodes: readonly Node[]): Model {
  const { graph } = model;
  const inside = new Set(nodes);
  const made = new Set(nodes.flatMap((node) => node.outputs));
  const read = (some: readonly Node[]): string[] => some.flatMap((node) => [...node.inputs, ...capturedBy(node)]);
  const wanted = new Set([
    ...graph.outputs.map((value) => value.name),
    ...read(graph.nodes.filter((node) => !inside.has(node))),
  ]);
  const known = new Map([
    ...graph.values,
    ...[...graph.inputs, ...graph.outputs].map((value) => [value.name, value] as const),
  ]);
  const valueOf = (name: string) => known.get(name) ?? { name, type: 'float32' as const, shape: null };
  const entering = [...new Set(read(nodes))].filter(
    (name) => name !== '' && !made.has(name) && !graph.weights.has(name),
  );
  const leaving = [...made].filter((name) => name !== '' && wanted.has(name));
  return pruned({ ...model, graph: { ...graph, nodes, inputs: entering.map(valueOf), outputs: leaving.map(valueOf) } });
}

async function ownStage(part: Model, compile: (part: Model) => Promise<Session>): Promise<Stage> {
  const session = await compile(part);
  return {
    async run(tensors) {
      const results = await session.run(
        Object.fromEntries(session.inputNames.map((name) => [name, tensors.get(name)!])),
      );
      for (const [name, tensor] of Object.entries(results)) tensors.set(name, tensor);
    },
    release: () => session.release(),
  };
}

function externalStage(node: Node, external: ExternalNetwork): Stage {
  const names = externalNames(node);
  return {
    async run(tensors) {
      const [input, ...outputGradients] = node.inputs.map((name) => tensors.get(name)!);
      const made =
        node.op === RUN
          ? await external.run(input, names)
          : [
              await external.backward(
                input,
                names,
                outputGradients.map((outputGradient): FloatTensor => asFloats(outputGradient)),
              ),
            ];
      node.outputs.forEach((name, k) => tensors.set(name, made[k]));
    },
    // The network is shared by all sessions; whoever opened it closes it.
    release: async () => undefined,
  };
}

class StagedSession implements Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];

  constructor(
    model: Model,
    readonly device: DeviceId,
    private readonly stages: readonly Stage[],
  ) {
    this.inputNames = model.graph.inputs.map((value) => value.name);
    this.outputNames = model.graph.outputs.map((value) => value.name);
  }

  async run(
    feeds: Readonly<Record<string, Tensor>>,
    outputs: readonly string[] = this.outputNames,
  ): Promise<Record<string, Tensor>> {
    const missing = this.inputNames.find((name) => !feeds[name]);
    if (missing !== undefined) throw new LensError({ code: 'internal', what: `the input ${missing} was not fed` });
    const tensors = new Map(Object.entries(feeds));
    for (const stage of this.stages) await stage.run(tensors);
    return Object.fromEntries(outputs.map((name) => [name, tensors.get(name)!]));
  }

  async release(): Promise<void> {
    for (const stage of this.stages) await stage.release();
  }
}
