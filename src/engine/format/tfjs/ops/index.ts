import type { OperatorConverter } from '../operator';
import { convolutionalOperators } from './convolutional';
import { elementwiseOperators } from './elementwise';
import { blockOperators } from './blocks';
import { logicOperators } from './logic';
import { makingOperators } from './making';
import { passingOperators } from './passing';
import { selectingOperators } from './selecting';
import { shapingOperators } from './shaping';

/** Every TensorFlow operator that can be imported. */
const operatorConverters: readonly OperatorConverter[] = Object.freeze([
  ...convolutionalOperators,
  ...elementwiseOperators,
  ...shapingOperators,
  ...passingOperators,
  ...logicOperators,
  ...selectingOperators,
  ...makingOperators,
  ...blockOperators,
]);

const byOp = new Map(operatorConverters.flatMap((converter) => converter.ops.map((op) => [op, converter] as const)));

export const operatorConverter = (op: string): OperatorConverter | undefined => byOp.get(op);
