import { withInputValues } from '../../task/target/input-values';
import { JOINED, joinedInputs, separated, withJoinedInputs, type InputPart } from '../../task/target/joined-inputs';
import type { Model } from '../../graph/model';
import { floats, type FloatTensor } from '../../tensor/tensor';
import type { CaseFiles, CaseOutputs, ReferenceCase } from '../adapter';

/** A case of several inputs as one of a single input. */
interface SingleInputCase {
  readonly reference: ReferenceCase;
  readonly prepare: (model: Model) => Model;
  /** Arrays the case names that are in no file. */
  readonly arrays: Readonly<Record<string, FloatTensor>>;
  readonly parts: readonly InputPart[];
}

const BASELINE = `${JOINED}:baseline`;

/** All inputs as one flat input, which moves from all baselines. */
export function joinedCase(reference: ReferenceCase, files: CaseFiles): SingleInputCase {
  const tensors = tensorsOf(reference, files);
  const parts = tensors.map(({ name, tensor }) => ({ name, dims: tensor.dims.slice(1) }));
  const { baselines, inputs: moving, ...attribution } = reference.params.attribution;
  const ends = tensors.map(({ name, tensor }) =>
    moving && !moving.includes(name) ? tensor : baselineOf(baselines?.[name] ?? 0, tensor, files),
  );
  return {
    reference: {
      ...reference,
      input: JOINED,
      params: { ...reference.params, attribution: { ...attribution, ...(baselines && { baseline: 'stored' }) } },
      draws: baselines ? { baseline: BASELINE } : undefined,
    },
    prepare: (model) => withJoinedInputs(model, parts),
    arrays: { [JOINED]: joinedInputs(tensors.map(({ tensor }) => tensor)), [BASELINE]: joinedInputs(ends) },
    parts,
  };
}

/** The named input alone; the others stay what they are. */
export function singleCase(reference: ReferenceCase, files: CaseFiles): SingleInputCase {
  const { input, ...attribution } = reference.params.attribution;
  const others = tensorsOf(reference, files).filter(({ name }) => name !== input);
  return {
    reference: { ...reference, input: reference.inputs![input], params: { ...reference.params, attribution } },
    prepare: (model) => withInputValues(model, new Map(others.map(({ name, tensor }) => [name, tensor]))),
    arrays: {},
    parts: [],
  };
}

/** A map of the joined input as one output per input. */
export function separatedOutputs(
  map: FloatTensor,
  parts: readonly InputPart[],
  nameOf: (input: string) => string,
): CaseOutputs {
  const maps = separated(map, parts);
  return Object.fromEntries(parts.map(({ name }, k) => [nameOf(name), maps[k]]));
}

const tensorsOf = ({ inputs = {} }: ReferenceCase, files: CaseFiles): { name: string; tensor: FloatTensor }[] =>
  Object.entries(inputs).map(([name, path]) => ({ name, tensor: files.floats(path) }));

const baselineOf = (baseline: number | string, { dims, data }: FloatTensor, files: CaseFiles): FloatTensor =>
  typeof baseline === 'string' ? files.floats(baseline) : floats(dims, new Float32Array(data.length).fill(baseline));
