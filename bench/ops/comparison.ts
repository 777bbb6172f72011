import { GraphBuilder } from '../../src/engine/graph/builder';
import { int, type Attributes } from '../../src/engine/graph/model';
import { createSession } from '../../src/engine/session/runtime';
import { floats, sizeOf, type FloatTensor } from '../../src/engine/tensor/tensor';

/** One way to write a computation as operators: from its input tensors to its result. */
export interface Formulation {
  readonly name: string;
  write(builder: GraphBuilder, inputs: readonly string[]): string;
}

/** Several ways to compute the same, one of which the gradient rules use. */
export interface Comparison {
  readonly id: string;
  readonly question: string;
  /** Shapes of the inputs, batch first. */
  readonly inputs: readonly (readonly number[])[];
  readonly chosen: string;
  readonly formulations: readonly Formulation[];
}

/** Numbers without pattern or ties. */
export function drawn(dims: readonly number[]): FloatTensor {
  return floats(
    dims,
    Float32Array.from({ length: sizeOf(dims) }, (_, i) => Math.sin(i * 1.7) * Math.cos(i * 0.0137)),
  );
}

/** A cheap depthwise Conv, so that a formulation meets its neighbours in the layout they have inside a network. */
export function blocked(builder: GraphBuilder, tensor: string, channels: number): string {
  return builder.op('Conv', [tensor, builder.constant(drawn([channels, 1, 1, 1]))], { group: int(channels) });
}

export function reshaped(
  builder: GraphBuilder,
  tensor: string,
  dims: readonly number[],
  attributes: Attributes = {},
): string {
  return builder.op('Reshape', [tensor, builder.integers(...dims)], attributes);
}

const ROUNDS = 30;

/**
 * Runs all formulations in turn; prints the CPU time of each (1 thread, median) and its ratio to the chosen one.
 */
export async function report({ id, question, inputs, chosen, formulations }: Comparison): Promise<void> {
  const feeds = Object.fromEntries(inputs.map((dims, k) => [`x${k}`, drawn(dims)]));
  const runs = [];
  for (const { name, write } of formulations) {
    const builder = new GraphBuilder();
    const names = inputs.map((dims, k) => builder.input(`x${k}`, 'float32', ['batch', ...dims.slice(1)]));
    builder.output(write(builder, names));
    runs.push({
      name,
      session: await createSession(builder.build(), { device: 'cpu', threads: 1 }),
      times: [] as number[],
    });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const run of runs) {
      const before = process.cpuUsage();
      await run.session.run(feeds);
      const { user, system } = process.cpuUsage(before);
      run.times.push((user + system) / 1000);
    }
  }
  const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1];
  const reference = median(runs.find((run) => run.name === chosen)!.times);
  for (const { name, times, session } of runs) {
    const milliseconds = median(times);
    console.log(
      JSON.stringify({
        figure: 'formulation',
        id,
        question,
        name,
        chosen: name === chosen,
        milliseconds: round(milliseconds),
        ratio: round(milliseconds / reference),
      }),
    );
    await session.release();
  }
}

const round = (value: number): number => Math.round(value * 100) / 100;
