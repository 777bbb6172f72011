import { LensError } from '../../../protocol/error';

/** What a configuration says of the calls of its layers that no saved model does. */
const fault = (what: string, where?: string, next = 'Save the model again'): LensError =>
  new LensError({ code: 'corrupt-model', what, where, next });

export const notCalled = (where: string): LensError =>
  fault('the model calls it without a tensor, or with fewer than it takes', where);

export const goesRound = (layer: string, most: number): LensError =>
  fault(
    `the layers of the model form a circle through ${layer}, or a chain of more than ${most} that is written backwards`,
  );

export const noCall = (layer: string): LensError => fault(`the model refers to a call of ${layer} that does not exist`);

export const noResult = (layer: string): LensError =>
  fault(`the model refers to a result of ${layer} that it does not have`);

export const missingWeight = (where: string, name: string): LensError =>
  fault(
    `the weight ${name} of ${where} is not in the file`,
    undefined,
    'Save the whole model again, not its weights or its structure alone',
  );
