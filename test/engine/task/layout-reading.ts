import { GraphBuilder } from '../../../src/engine/graph/builder';
import type { Dimension } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { createSession } from '../../../src/engine/session/runtime';
import { DetectorHead } from '../../../src/engine/task/detection/head';
import type { RowColumns } from '../../../src/engine/task/detection/layout';
import { detectorLayout } from '../../../src/engine/task/detection/layouts';
import { detectorReading } from '../../../src/engine/task/detection/recognition';
import type { FloatTensor } from '../../../src/engine/tensor/tensor';

export type Shape = readonly Dimension[];
// Of strides 8, 16 and 32 an image of 64 × 96 has 8 · 12 + 4 · 6 + 2 · 3 places.
export const SIZE = [64, 96] as const;
export const PLACES = 96 + 24 + 6;

export interface Said {
  readonly boxes: readonly number[];
  readonly scores: readonly number[];
  readonly labels?: readonly number[];
}

/** What a layout reads of outputs with these values. */
export async function said(
  id: string,
  outputs: Readonly<Record<string, FloatTensor>>,
  columns?: RowColumns,
): Promise<Said> {
  const told = new GraphBuilder();
  for (const [name, { dims }] of Object.entries(outputs)) told.input(name, 'float32', dims);
  const builder = new GraphBuilder(told.build());
  const layout = detectorLayout(id);
  const names = Object.keys(outputs);
  const { scores, labels } = layout.scores(builder, names, columns);
  for (const tensor of [layout.boxes(builder, names, { size: SIZE, columns }), scores, ...(labels ? [labels] : [])])
    builder.output(builder.op('Identity', [tensor]));
  const model = withShapes(builder.build());
  const session = await createSession(model, { device: 'cpu', threads: 1 });
  const results = await session.run(outputs);
  const [boxes, all, own] = model.graph.outputs.map(({ name }) =>
    Array.from(results[name].data as Float32Array, (v) => Math.round(v * 1e4) / 1e4),
  );
  await session.release();
  return { boxes, scores: all, ...(own && { labels: own }) };
}

/** An image's graph whose outputs come out of these operators. */
export function layoutOf(
  outputs: Readonly<Record<string, Shape>>,
  ...operators: readonly string[]
): string | undefined {
  const builder = new GraphBuilder();
  for (const [name, shape] of Object.entries(outputs)) {
    const inner = builder.input(`inner ${name}`, 'float32', shape);
    const last = operators.reduce(
      (tensor, op) =>
        op === 'TopK'
          ? builder.ops('TopK', [tensor, builder.integers(1)], {}, 2)[0]
          : builder.op(op, op === 'GridSample' ? [tensor, tensor] : [tensor]),
      inner,
    );
    builder.output(builder.op('Identity', [last], {}, name), name, 'float32', shape);
  }
  return detectorReading(new DetectorHead(builder.build(), SIZE))?.layout.id;
}
