import { LensError } from '../../../protocol/error';
import { asFloats, type FloatTensor } from '../../tensor/tensor';
import type { NetworkBuilder } from '../builder/builder';
import type { Feature } from '../builder/feature';
import type { TensorFlowNode } from './node';

/** One TensorFlow node with all it needs to be built. */
export interface OperatorCall {
  readonly builder: NetworkBuilder;
  readonly node: TensorFlowNode;
  readonly inputs: readonly Feature[];
}

/** How the nodes of some operators are built. */
export interface OperatorConverter {
  readonly ops: readonly string[];
  /** One feature per result that later nodes read. */
  build(call: OperatorCall): Feature | readonly Feature[];
}

/** The error for a use of an operator that is not supported. */
export function unsupportedUse({ node }: OperatorCall, what: string): LensError {
  return new LensError({
    code: 'unsupported-model',
    what,
    where: `${node.op} ${node.name}`,
    next: 'Convert the model to ONNX with tf2onnx',
  });
}

/** The stored numbers of an input, such as a filter. */
export function stored(call: OperatorCall, index: number): FloatTensor {
  const constant = call.inputs[index]?.constant;
  if (constant) return asFloats(constant);
  throw unsupportedUse(call, `its input ${index} is computed, not stored`);
}

/** Whole numbers known in advance: axes, sizes, paddings. */
export function numbers(call: OperatorCall, index: number): number[] {
  const feature = call.inputs[index];
  const known = feature?.constant
    ? Array.from(feature.constant.data as ArrayLike<number | bigint>, Number)
    : feature?.contents;
  if (known?.every((v): v is number => typeof v === 'number')) return [...known];
  throw unsupportedUse(call, `its input ${index} depends on the image`);
}
