import { numberAttribute, type Node } from '../../model';
import { tensorOf } from '../../weight';
import { floorQuotient, isStatic, minus, plus, productOf } from '../dimension';
import { elementTypeOf } from '../element-type';
import { SMALL, factsOf, isFollowed, type Facts, type ShapeRule } from '../facts';

/** The shape itself, or the part of it from `start` to `end`. */
export const shapeOperator: ShapeRule = {
  ops: ['Shape'],
  infer({ node, shape }) {
    const from = shape(0);
    if (!from) return [{ type: 'int64', shape: [null] }];
    const end = 'end' in node.attributes ? numberAttribute(node, 'end', 0) : undefined;
    const part = from.slice(numberAttribute(node, 'start', 0), end);
    return [{ type: 'int64', shape: [part.length], contents: part }];
  },
};

export const size: ShapeRule = {
  ops: ['Size'],
  infer({ shape }) {
    const from = shape(0);
    return [{ type: 'int64', shape: [], contents: [from ? productOf(from) : null] }];
  },
};

/** Constants inside subgraphs; elsewhere they have become weights. */
export const constant: ShapeRule = {
  ops: ['Constant'],
  infer({ node }) {
    const value = node.attributes.value;
    return [value?.kind === 'tensor' ? factsOf(value.value) : { type: 'float32', shape: null }];
  },
};

export const constantOfShape: ShapeRule = {
  ops: ['ConstantOfShape'],
  infer({ node, input }) {
    const { type, value } = fill(node);
    const rank = input(0)?.shape?.[0];
    const dims = input(0)?.contents ?? (typeof rank === 'number' ? Array.from({ length: rank }, () => null) : null);
    const count = dims ? productOf(dims) : null;
    if (!isStatic(dims) || typeof count !== 'number' || count > SMALL || !isFollowed(type))
      return [{ type, shape: dims }];
    return [{ type, shape: dims, contents: new Array<number>(count).fill(value) }];
  },
};

function fill(node: Node): { type: Facts['type']; value: number } {
  const attribute = node.attributes.value;
  if (attribute?.kind !== 'tensor') return { type: 'float32', value: 0 };
  return { type: attribute.value.type, value: Number(tensorOf(attribute.value).data[0]) };
}

export const range: ShapeRule = {
  ops: ['Range'],
  infer({ type, input, numbers }) {
    const [start, limit, step] = [0, 1, 2].map((k) => input(k)?.contents?.[0] ?? null);
    const known = [0, 1, 2].every((k) => numbers(k)?.length === 1);
    if (known)
      return [
        { type: type(0), shape: [Math.max(0, Math.ceil(((limit as number) - (start as number)) / (step as number)))] },
      ];
    const length =
      typeof step === 'number' && step > 0 ? floorQuotient(plus(minus(limit, start), step - 1), step) : null;
    return [{ type: type(0), shape: [length] }];
  },
};

/** ONNX TensorProto.DataType of int32. */
const INT32 = 6;

/** Draws from rows of unnormalised probabilities. */
export const multinomial: ShapeRule = {
  ops: ['Multinomial'],
  infer: ({ node, shape }) => [
    {
      type: elementTypeOf(numberAttribute(node, 'dtype', INT32)),
      shape: [shape(0)?.[0] ?? null, numberAttribute(node, 'sample_size', 1)],
    },
  ],
};

/** Random tensors: of a stated shape, or like their input. */
export const random: ShapeRule = {
  ops: ['RandomNormal', 'RandomUniform', 'RandomNormalLike', 'RandomUniformLike', 'Bernoulli', 'EyeLike'],
  infer({ node, shape, type }) {
    const stated = node.attributes.shape;
    const stored = node.attributes.dtype;
    const like = node.inputs.length > 0;
    const made = stored?.kind === 'int' ? elementTypeOf(stored.value) : like ? type(0) : 'float32';
    return [{ type: made, shape: stated?.kind === 'ints' ? stated.value : shape(0) }];
  },
};
