import { reverse, type ReverseRequest } from '../../gradient/reverse';
import type { GraphBuilder } from '../../graph/builder';
import type { Node } from '../../graph/model';
import type { Network } from '../../session/network';
import { Execution, type JobOptions } from '../../session/execution';
import { int } from '../../graph/model';
import { asFloats, type Tensor } from '../../tensor/tensor';
import type { Loss } from '../loss';

/** The output that holds what each node that was passed did not hand on. */
const LOSSES = 'losses';

/** How much of the sum a tensor carries on its way back, as a scalar. */
export type Carried = (tensor: string, signal: string) => string;

/** A graph whose reverse pass also gives the loss of every node. */
export interface LossyGraph {
  readonly builder: GraphBuilder;
  readonly nodes: readonly Node[];
}

/** Appends a reverse pass of which only is asked what each node loses of a sum that all of them should keep. */
export function withLosses(builder: GraphBuilder, request: ReverseRequest, carried: Carried): LossyGraph {
  const nodes: Node[] = [];
  const losses: string[] = [];
  const total = (names: readonly string[], signals: readonly (string | undefined)[]): string[] =>
    names.flatMap((name, k) => (signals[k] === undefined ? [] : [carried(name, signals[k])]));
  reverse(builder, {
    ...request,
    passed: (node, arrived, handed) => {
      const [before, after] = [total(node.outputs, arrived), total(node.inputs, handed)];
      const sum = (parts: readonly string[]) => (parts.length === 0 ? builder.scalar(0) : builder.op('Sum', parts));
      losses.push(builder.op('Reshape', [builder.op('Sub', [sum(before), sum(after)]), builder.integers(1)]));
      nodes.push(node);
    },
  });
  builder.clearOutputs();
  builder.output(builder.op('Concat', losses, { axis: int(0) }), LOSSES);
  return { builder, nodes };
}

/** Sum of a tensor. */
export const summedUp = (builder: GraphBuilder, tensor: string): string =>
  builder.op('ReduceSum', [tensor], { keepdims: int(0) });

/** Runs such a graph once, outside of what the method costs, since it only says where a finished map went wrong. */
export async function lossesOf(
  network: Network,
  key: string,
  make: () => LossyGraph,
  feeds: Readonly<Record<string, Tensor>>,
  { signal, lane }: JobOptions,
): Promise<Loss[]> {
  const { builder, nodes } = make();
  const program = await network.program(`${key}:losses`, () => builder.build());
  const outputs = await new Execution(signal, lane).run(program, feeds);
  return Array.from(asFloats(outputs[LOSSES]).data, (amount, k) => ({ node: nodes[k], amount }));
}
