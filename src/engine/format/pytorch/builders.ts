import type { ElementType } from '../../tensor/tensor';
import { GlobalName, StorageReference, TensorReference, type Pickled } from './pickled';

type Fail = (what: string) => never;
/** What stands for calling one Python name: makes a container or a tensor reference from data. */
type Builder = (parts: readonly Pickled[], fail: Fail) => Pickled;

const isWhole = (value: Pickled): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isWholes = (value: Pickled): value is number[] => Array.isArray(value) && value.every(isWhole);

/** Names of torch's element types. */
const DTYPES: ReadonlyMap<string, ElementType> = new Map<string, ElementType>([
  ['torch.float32', 'float32'],
  ['torch.float64', 'float64'],
  ['torch.float16', 'float16'],
  ['torch.bfloat16', 'bfloat16'],
  ['torch.int64', 'int64'],
  ['torch.int32', 'int32'],
  ['torch.int16', 'int16'],
  ['torch.int8', 'int8'],
  ['torch.uint8', 'uint8'],
  ['torch.bool', 'bool'],
]);

/** (storage, offset, size, stride, requires_grad, hooks, …); a tensor of a type that is not known here becomes None. */
function tensor(parts: readonly Pickled[], fail: Fail, type?: ElementType): Pickled {
  const [storage, offset, dims, strides] = parts;
  if (
    !(storage instanceof StorageReference) ||
    !isWhole(offset) ||
    !isWholes(dims) ||
    !isWholes(strides) ||
    dims.length !== strides.length
  )
    return fail('a tensor is described wrongly');
  const known = type ?? storage.type;
  return known === undefined ? null : new TensorReference(storage, known, storage.start + offset, dims, strides);
}

/** (storage, offset, size, stride, requires_grad, hooks, dtype, metadata): over untyped bytes. */
const typedTensor: Builder = (parts, fail) =>
  tensor(parts, fail, parts[6] instanceof GlobalName ? DTYPES.get(parts[6].name) : undefined);

/** The first argument as it is: parameters are tensors with a flag. */
const first: Builder = (parts) => parts[0] ?? null;

const map: Builder = (parts) => {
  const made = new Map<Pickled, Pickled>();
  const pairs = parts.find(Array.isArray);
  for (const pair of pairs ?? []) if (Array.isArray(pair) && pair.length === 2) made.set(pair[0], pair[1]);
  return made;
};

/** (function, type, arguments, state): a subclass of Tensor is read as the tensor it is. */
const subclass: Builder = (parts, fail) => {
  const [callee, , own] = parts;
  const build = callee instanceof GlobalName && callee.name !== SUBCLASS ? builders.get(callee.name) : undefined;
  return build && Array.isArray(own) ? build(own, fail) : null;
};

const SUBCLASS = 'torch._tensor._rebuild_from_type_v2';

/** The only Python names that mean anything here. */
export const builders: ReadonlyMap<string, Builder> = new Map<string, Builder>([
  ['collections.OrderedDict', map],
  ['collections.defaultdict', map],
  ['torch._utils._rebuild_tensor', (parts, fail) => tensor(parts, fail)],
  ['torch._utils._rebuild_tensor_v2', (parts, fail) => tensor(parts, fail)],
  ['torch._utils._rebuild_tensor_v3', typedTensor],
  ['torch._utils._rebuild_parameter', first],
  ['torch._utils._rebuild_parameter_with_state', first],
  [SUBCLASS, subclass],
  ['torch.Size', (parts) => (Array.isArray(parts[0]) ? parts[0] : [])],
]);
