import { dirname } from 'node:path';
import { LensError } from '../../protocol/error';
import type { Recipe } from '../../protocol/recipe';
import { placeInside } from '../file/workspace';
import type { Model, Value } from '../graph/model';
import { withShapes } from '../graph/shapes';
import { readArray } from '../image/array';
import { sidecarPath } from '../image/sidecar';
import { numberOf, withInputValues } from '../task/target/input-values';
import { asFloats, floats, sizeOf, type FloatTensor } from '../tensor/tensor';
import type { ModelFile } from './model-file';

/**
 * A model whose inputs beside the image are what the recipe says they are.
 * @throws LensError for an input that is not there, or a value that does not fit it
 */
export function withStatedInputs({ path }: ModelFile, model: Model, { inputs = {} }: Recipe): Model {
  const stated = Object.entries(inputs);
  if (stated.length === 0) return model;
  const sidecar = sidecarPath(path);
  const values = stated.map(([name, value]): [string, FloatTensor] => {
    const input = model.graph.inputs.find((one) => one.name === name);
    if (!input) throw unknown(name, model, sidecar);
    if (typeof value !== 'string') return [name, valueOf(input, value, sidecar)];
    const file = placeInside(dirname(sidecar), value, `"inputs" (${value})`, sidecar);
    return [name, valueOf(input, Array.from(asFloats(readArray(file)).data), file)];
  });
  if (values.length === model.graph.inputs.length)
    throw new LensError({
      code: 'invalid-argument',
      what: 'every input of the model has a value, and none is left for the image',
      where: sidecar,
      next: 'Leave the image out of "inputs"',
    });
  return withShapes(withInputValues(model, new Map(values)));
}

const unknown = (name: string, { graph }: Model, where: string): LensError =>
  new LensError({
    code: 'invalid-argument',
    what: `the model has no input ${name.slice(0, 100)}`,
    where,
    next: `Name one of ${graph.inputs
      .map((one) => one.name)
      .join(', ')
      .slice(0, 200)}`,
  });

/** One number stands for all of an input. @throws LensError where numbers do not fill it */
function valueOf({ name, type, shape }: Value, value: number | readonly number[], where: string): FloatTensor {
  const dims = (shape ?? []).slice(1);
  const fixed = dims.filter((d) => typeof d === 'number');
  const refused = (what: string, next: string): LensError =>
    new LensError({ code: 'invalid-argument', what, where, next });
  if (numberOf[type] === undefined)
    throw refused(`the input ${name} is of ${type} values, which cannot be stated`, 'Export it as float32');
  if (!shape || shape.length === 0 || fixed.length < dims.length)
    throw refused(`the size of the input ${name} is open`, 'Export the model with a fixed size');
  const size = sizeOf(fixed);
  if (typeof value === 'number') return floats([1, ...fixed], new Float32Array(size).fill(value));
  if (value.length === size) return floats([1, ...fixed], value);
  throw refused(
    `the input ${name} takes ${size} numbers ([${fixed.join(', ')}]), and ${value.length} are given`,
    'Give as many, or one for all',
  );
}
