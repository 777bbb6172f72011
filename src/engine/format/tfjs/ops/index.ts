import type { OperatorConverter } from '../operator';
import { convolutionalOperators } from './convolutional';
import { elementwiseOperators } from './elementwise';
import { passingOperators } from './passing';
import { shapingOperators } from './shaping';

/** Every TensorFlow operator that can be imported. */
export const operatorConverters: readonly OperatorConverter[] = Object.freeze([...convolutionalOperators, ...elementwiseOperators, ...shapingOperators, ...passingOperators]);

const byOp = new Map(operatorConverters.flatMap((converter) => converter.ops.map((op) => [op, converter] as const)));

export const operatorConverter = (op: string): OperatorConverter | undefined => byOp.get(op);
