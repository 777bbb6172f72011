import { stridesOf } from '../../../tensor/tensor';
import { numberAttribute, numbersAttribute, type Dimension } from '../../model';
import { operatorsWith } from '../../operators';
import { fromFront } from '../facts';
import { sliceRange } from '../rules/indexing';
import type { ContentContext, ContentRule, Contents } from './rule';
import { broadcastPositions, positionsAt } from './strides';

/** Operators that give the same values in the same order. */
export const unchangedContents: ContentRule = {
  ops: operatorsWith('view'),
  evaluate: ({ inputs }) => [inputs[0]!.values],
};

export const transposeContents: ContentRule = {
  ops: ['Transpose'],
  evaluate({ node, inputs, shapes }) {
    const { dims, values } = inputs[0]!;
    const strides = stridesOf(dims);
    const order = numbersAttribute(node, 'perm') ?? dims.map((_, axis) => dims.length - 1 - axis);
    return [
      picked(
        values,
        positionsAt(
          shapes[0],
          order.map((axis) => strides[axis]),
        ),
      ),
    ];
  },
};

export const expandContents: ContentRule = {
  ops: ['Expand'],
  evaluate: ({ inputs, shapes }) => [picked(inputs[0]!.values, broadcastPositions(inputs[0]!.dims, shapes[0]))],
};

export const tileContents: ContentRule = {
  ops: ['Tile'],
  evaluate({ inputs, shapes }) {
    const { dims, values } = inputs[0]!;
    const strides = stridesOf(dims);
    const outer = stridesOf(shapes[0]);
    const source = (flat: number): number =>
      dims.reduce((sum, d, axis) => sum + ((Math.floor(flat / outer[axis]) % shapes[0][axis]) % d) * strides[axis], 0);
    return [picked(values, positionsAt(shapes[0], outer).map(source))];
  },
};

export const sliceContents: ContentRule = {
  ops: ['Slice'],
  evaluate({ inputs, shapes }) {
    const { dims, values } = inputs[0]!;
    const own = stridesOf(dims);
    const strides = [...own];
    const axes = numbers(inputs[3]) ?? numbers(inputs[1])!.map((_, k) => k);
    let offset = 0;
    axes.forEach((given, k) => {
      const axis = fromFront(given, dims.length);
      const step = numbers(inputs[4])?.[k] ?? 1;
      offset += sliceRange(dims[axis], numbers(inputs[1])![k], numbers(inputs[2])![k], step)[0] * own[axis];
      strides[axis] = own[axis] * step;
    });
    return [picked(values, positionsAt(shapes[0], strides, offset))];
  },
};

export const gatherContents: ContentRule = {
  ops: ['Gather'],
  evaluate({ node, inputs }) {
    const { dims, values } = inputs[0]!;
    const axis = fromFront(numberAttribute(node, 'axis', 0), dims.length);
    const inner = dims.slice(axis + 1).reduce((n, d) => n * d, 1);
    const outer = dims.slice(0, axis).reduce((n, d) => n * d, 1);
    const result: Dimension[] = [];
    for (let o = 0; o < outer; o++) {
      for (const index of inputs[1]!.values) {
        const at = typeof index === 'number' ? fromFront(index, dims[axis]) : -1;
        for (let i = 0; i < inner; i++)
          result.push(at < 0 ? null : (values[(o * dims[axis] + at) * inner + i] ?? null));
      }
    }
    return [result];
  },
};

export const concatContents: ContentRule = {
  ops: ['Concat'],
  evaluate({ node, inputs, shapes }) {
    const axis = fromFront(numberAttribute(node, 'axis', 0), shapes[0].length);
    const outer = shapes[0].slice(0, axis).reduce((n, d) => n * d, 1);
    const result: Dimension[] = [];
    for (let o = 0; o < outer; o++) for (const input of inputs) result.push(...block(input!, o, outer));
    return [result];
  },
};

const block = ({ values }: Contents, index: number, count: number): readonly Dimension[] =>
  values.slice((index * values.length) / count, ((index + 1) * values.length) / count);

export const splitContents: ContentRule = {
  ops: ['Split'],
  evaluate({ node, inputs, shapes }) {
    const { dims, values } = inputs[0]!;
    const axis = fromFront(numberAttribute(node, 'axis', 0), dims.length);
    const strides = stridesOf(dims);
    let start = 0;
    return shapes.map((shape) => {
      const part = picked(values, positionsAt(shape, strides, start * strides[axis]));
      start += shape[axis];
      return part;
    });
  },
};

export const rangeContents: ContentRule = {
  ops: ['Range'],
  evaluate({ inputs, shapes }) {
    const [start, , step] = inputs.map((input) => input!.values[0] as number);
    return [Array.from({ length: shapes[0][0] }, (_, i) => start + i * step)];
  },
};

const picked = (values: readonly Dimension[], positions: readonly number[]): Dimension[] =>
  positions.map((p) => values[p]);

function numbers(input: ContentContext['inputs'][number]): readonly number[] | undefined {
  return input?.values as readonly number[] | undefined;
}
