import { existsSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { ColumnsOfTable, FileBesideImage } from '../../protocol/recipe';
import { LensError } from '../../protocol/error';
import { numbersOfImage } from '../dataset/table-numbers';
import { placeInside } from '../file/workspace';
import { isArray, readArray } from '../image/array';
import { rasterOfInput } from '../image/conversion';
import { readInput, type NetworkInput, type ReadBeside } from '../image/input';
import { sidecarPath } from '../image/sidecar';
import type { InputBeside } from '../model/inputs-beside';
import type { OpenedModel } from '../model/opening';
import { filling } from '../model/stated-inputs';
import { varyingInputs } from '../model/varying-inputs';
import { ParametricNetwork } from '../session/parametric-network';
import { takenInput } from '../task/target/input-values';
import { toChannelsFirst, toChannelsLast } from '../tensor/channel-order';
import { asFloats, reshaped, type FloatTensor } from '../tensor/tensor';
import { transposed } from '../tensor/transposition';

/** Folders above that of an image in which its table may lie. */
const MOST_FOLDERS_UP = 4;

/**
 * An input read for a model, and the model with what its other inputs are for this one.
 * @param content the file's bytes, where they have been read already
 * @throws LensError when a file cannot be read or does not fit
 */
export async function openInput(
  model: OpenedModel,
  path: string,
  content?: Buffer,
): Promise<{ readonly model: OpenedModel; readonly input: NetworkInput }> {
  const { network, recipe, beside } = model;
  const { inputDims, timeAxis } = network.graph;
  const read = await readInput(path, inputDims, recipe, content);
  const input = timeAxis === undefined ? read : { ...read, view: { ...read.view, timeAxis } };
  if (!beside) return { model, input };
  const others = await readAllBeside(model, path);
  return { model: withValues(model, others), input: { ...input, beside: others } };
}

/** A model with what its other inputs are for an image; the same one where they are the same for all. */
export async function withInputsOf(model: OpenedModel, path: string): Promise<OpenedModel> {
  return varyingInputs(model).length > 0 ? withValues(model, await readAllBeside(model, path)) : model;
}

const readAllBeside = (model: OpenedModel, path: string): Promise<Read[]> =>
  Promise.all((model.beside?.inputs ?? []).map((one) => readBeside(one, path, model)));

function withValues(model: OpenedModel, read: readonly Read[]): OpenedModel {
  const given = model.beside?.inputs ?? [];
  const values = given.flatMap(({ value, constant }, k) =>
    constant ? [] : [[takenInput(value.name), read[k].own] as const],
  );
  if (values.length === 0) return model;
  return { ...model, network: new ParametricNetwork(model.network, Object.fromEntries(values)) };
}

interface Read extends ReadBeside {
  /** As the graph takes it, [1, …]. */
  readonly own: FloatTensor;
}

/** What an input beside an image is for it. */
async function readBeside(input: InputBeside, image: string, { file }: OpenedModel): Promise<Read> {
  const { value, stated, constant, explained } = input;
  const told =
    typeof stated === 'object' && !Array.isArray(stated) ? (stated as FileBesideImage | ColumnsOfTable) : null;
  if (constant || !told) return viewed(input, constant!, {});
  const sidecar = sidecarPath(file.path);
  if ('table' in told) {
    const table = tablePlace(told.table, image, sidecar);
    const numbers = numbersOfImage(table, image, told.columns);
    return viewed(input, filling(value, input.ownDims, numbers, table), {
      labels: told.columns,
      file: basename(table),
    });
  }
  const name = told.beside.replaceAll('{name}', basename(image, extname(image)));
  const path = placeInside(dirname(image), name, `the input ${value.name}`, sidecar);
  const named = { file: basename(path) };
  if (isArray(path)) return viewed(input, filling(value, input.ownDims, asFloats(readArray(path)).data, path), named);
  const { tensor, view } = await readInput(path, input.dims, input.recipe);
  const { image: shown, signal } = view;
  return {
    own: ownOf(tensor, input),
    tensor,
    view: { name: value.name, image: shown, signal, ...named, explained },
  };
}

/** A table in the folder of the image, in one above it, or beside the model. */
function tablePlace(table: string, image: string, sidecar: string): string {
  const above = Array.from({ length: MOST_FOLDERS_UP }, (_, up) =>
    join(dirname(image), ...new Array<string>(up).fill('..')),
  );
  const folder = [...above, dirname(sidecar)].find((one) => existsSync(join(one, table)));
  if (folder !== undefined) return placeInside(folder, table, `"inputs" (${table})`, sidecar);
  throw new LensError({
    code: 'not-found',
    what: `the table ${table.slice(0, 200)} is neither in the folder of ${basename(image)} or above it, nor beside the model`,
    where: sidecar,
    next: 'Put it there, or name another in "inputs"',
  });
}

function viewed(
  { value: { name }, dims, order, recipe, explained }: InputBeside,
  own: FloatTensor,
  said: Pick<Read['view'], 'labels' | 'file'>,
): Read {
  const shape = [1, ...dims];
  const tensor =
    order === 'nhwc' && dims.length > 2
      ? transposed(own, toChannelsFirst(shape.length))
      : reshaped(own, dims.length > 0 ? shape : own.dims);
  const isImage = dims.length === 3 && (dims[0] === 1 || dims[0] === 3);
  const view = {
    name,
    image: isImage ? rasterOfInput(tensor, recipe) : null,
    signal: dims.length === 2 ? { dims, data: tensor.data } : null,
    ...said,
    explained,
  };
  return { own, tensor, view };
}

/** Channels first as the graph takes them. */
const ownOf = (tensor: FloatTensor, { order, ownDims }: InputBeside): FloatTensor =>
  reshaped(order === 'nhwc' ? transposed(tensor, toChannelsLast(tensor.dims.length)) : tensor, [1, ...ownDims]);
