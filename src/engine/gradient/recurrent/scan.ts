import { emptyModel, GraphBuilder } from '../../graph/builder';
import { int, ints, type Value } from '../../graph/model';
import type { ReverseContext } from '../rule';

/** What a sequence [directions, steps, …] is followed with, one step after the other. */
export interface Course {
  /** At the beginning. */
  readonly states: readonly string[];
  readonly sequences: readonly string[];
  /** From the last step to the first. */
  readonly backwards?: boolean;
  /** Appends one step; tensors of the graph around it may be read. */
  step(
    builder: GraphBuilder,
    states: readonly string[],
    items: readonly string[],
  ): { readonly states: readonly string[]; readonly items: readonly string[] };
}

/** Follows sequences by ONNX's Scan. @returns the last states, and one sequence per item that a step makes */
export function scanned(
  { builder }: ReverseContext,
  { states, sequences, backwards = false, step }: Course,
): { readonly states: readonly string[]; readonly sequences: readonly string[] } {
  const inner = new GraphBuilder(emptyModel('step'), `${builder.fresh('step')}/`);
  const named = (given: readonly string[], hint: string) =>
    given.map((_, k) => inner.input(inner.fresh(`${hint}${k}`), 'float32', null));
  const made = step(inner, named(states, 'state'), named(sequences, 'item'));
  const outputs = [...made.states, ...made.items].map((tensor): Value => {
    const name = inner.op('Identity', [tensor]);
    return { name, type: 'float32', shape: null };
  });
  const all = (count: number, value: number) => ints(new Array<number>(count).fill(value));
  const body = { ...inner.build().graph, outputs };
  const results = builder.ops(
    'Scan',
    [...states, ...sequences],
    {
      body: { kind: 'graph', value: body },
      num_scan_inputs: int(sequences.length),
      scan_input_axes: all(sequences.length, 1),
      scan_output_axes: all(made.items.length, 1),
      scan_input_directions: all(sequences.length, backwards ? 1 : 0),
      scan_output_directions: all(made.items.length, backwards ? 1 : 0),
    },
    outputs.length,
  );
  return { states: results.slice(0, states.length), sequences: results.slice(states.length) };
}
