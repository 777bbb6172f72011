import { dirname } from 'node:path';
import { LensError } from '../../protocol/error';
import type { Recipe, StatedInput } from '../../protocol/recipe';
import { placeInside } from '../file/workspace';
import type { Model, Value } from '../graph/model';
import { withShapes } from '../graph/shapes';
import { readArray } from '../image/array';
import { sidecarPath } from '../image/sidecar';
import { numberOf, withInputValues } from '../task/target/input-values';
import { asFloats, floats, sizeOf, type FloatTensor } from '../tensor/tensor';
import type { ModelFile } from './model-file';

/** An input beside the image of which the recipe tells. */
export interface GivenInput {
  readonly value: Value;
  /** As the graph takes it, without the batch axis. */
  readonly dims: readonly number[];
  readonly stated: StatedInput;
  /** What it is for every image; null where it differs from image to image. */
  readonly constant: FloatTensor | null;
}

/**
 * The inputs beside the image that the recipe tells of.
 * @throws LensError for an input that is not there, or a value that does not fit it
 */
export function givenInputs({ path }: ModelFile, { graph }: Model, { inputs = {} }: Recipe): readonly GivenInput[] {
  const sidecar = sidecarPath(path);
  const given = Object.entries(inputs).map(([name, stated]): GivenInput => {
    const value = graph.inputs.find((one) => one.name === name);
    if (!value) throw unknown(name, graph.inputs, sidecar);
    const dims = dimsOf(value, sidecar);
    return { value, dims, stated, constant: constantOf(value, dims, stated, sidecar) };
  });
  if (given.length === 0 || given.length < graph.inputs.length) return given;
  throw new LensError({
    code: 'invalid-argument',
    what: 'every input of the model has a value, and none is left for the image',
    where: sidecar,
    next: 'Leave the image out of "inputs"',
  });
}

/**
 * A model whose other inputs are what is given: constants, or inputs of the graph where they differ from image to image.
 * @param free takes the place of the image, which is given then
 */
export function withGivenInputs(
  model: Model,
  given: readonly GivenInput[],
  free?: { readonly name: string; readonly image: { readonly name: string; readonly dims: readonly number[] } },
): Model {
  const others = given.filter(({ value }) => value.name !== free?.name);
  const constants = others.flatMap(({ value: { name }, constant }) => (constant ? [[name, constant] as const] : []));
  const taken = others.flatMap(({ value: { name }, dims, constant }) => (constant ? [] : [[name, dims] as const]));
  if (free) taken.push([free.image.name, free.image.dims]);
  if (constants.length + taken.length === 0) return model;
  return withShapes(withInputValues(model, new Map(constants), new Map(taken)));
}

const unknown = (name: string, inputs: readonly Value[], where: string): LensError =>
  new LensError({
    code: 'invalid-argument',
    what: `the model has no input ${name.slice(0, 100)}`,
    where,
    next: `Name one of ${inputs
      .map((one) => one.name)
      .join(', ')
      .slice(0, 200)}`,
  });

/** @throws LensError where values cannot be given */
function dimsOf({ name, type, shape }: Value, where: string): readonly number[] {
  const refused = (what: string, next: string): LensError =>
    new LensError({ code: 'invalid-argument', what, where, next });
  if (numberOf[type] === undefined)
    throw refused(`the input ${name} is of ${type} values, which cannot be stated`, 'Export it as float32');
  const dims = (shape ?? []).slice(1);
  const fixed = dims.filter((d) => typeof d === 'number');
  if (!shape || shape.length === 0 || fixed.length < dims.length)
    throw refused(`the size of the input ${name} is open`, 'Export the model with a fixed size');
  return fixed;
}

/** One number stands for all of an input. @throws LensError where numbers do not fill it */
function constantOf(value: Value, dims: readonly number[], stated: StatedInput, sidecar: string): FloatTensor | null {
  if (typeof stated === 'number') return floats([1, ...dims], new Float32Array(sizeOf(dims)).fill(stated));
  if (typeof stated === 'string') {
    const file = placeInside(dirname(sidecar), stated, `"inputs" (${stated})`, sidecar);
    return filling(value, dims, asFloats(readArray(file)).data, file);
  }
  return 'beside' in stated || 'table' in stated ? null : filling(value, dims, stated, sidecar);
}

/** Numbers as an input [1, …]. @throws LensError where they are not as many */
export function filling(
  { name }: Pick<Value, 'name'>,
  dims: readonly number[],
  numbers: ArrayLike<number>,
  where: string,
): FloatTensor {
  const size = sizeOf(dims);
  if (numbers.length === size) return floats([1, ...dims], Array.from(numbers));
  throw new LensError({
    code: 'invalid-argument',
    what: `the input ${name} takes ${size} numbers ([${dims.join(', ')}]), and ${numbers.length} are given`,
    where,
    next: 'Give as many, or one for all',
  });
}
