import { OpaqueObject, TensorReference, type Pickled } from './pickled';

/** Keys below which an optimiser keeps its moments, which are no weights of the network. */
const OPTIMISER = /^(optimi[sz]ers?|optim)(_states?|_state_dict)?$/i;
/**
 * Attributes of a pickled module that hold its children, parameters and buffers: left out of names, as state_dict does.
 */
const MODULE_PARTS = new Set(['_modules', '_parameters', '_buffers']);
/** Containers within containers; real checkpoints have a dozen. */
const DEEPEST = 200;

/**
 * All tensors of a checkpoint by dotted path, in the order in which they were saved; those of an optimiser are left
 * out.
 */
export function tensorsOf(root: Pickled): Map<string, TensorReference> {
  const found = new Map<string, TensorReference>();
  const seen = new Set<Pickled>();
  const visit = (value: Pickled, path: readonly string[]): void => {
    if (value instanceof TensorReference) {
      found.set(uniqueName(found, path.join('.')), value);
      return;
    }
    // Each container once: one that holds itself would never end.
    if (typeof value !== 'object' || value === null || seen.has(value) || path.length > DEEPEST) return;
    seen.add(value);
    for (const [key, child] of childrenOf(value)) visit(child, MODULE_PARTS.has(key) ? path : [...path, key]);
  };
  visit(root, []);
  return found;
}

function* childrenOf(value: Pickled & object): Iterable<[string, Pickled]> {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) yield [String(i), value[i]];
  } else if (value instanceof Map) {
    for (const [key, child] of value)
      if (typeof key === 'string' || typeof key === 'number')
        if (!OPTIMISER.test(String(key))) yield [String(key), child];
  } else if (value instanceof OpaqueObject && value.state instanceof Map) {
    yield* childrenOf(value.state);
  }
}

function uniqueName(taken: ReadonlyMap<string, unknown>, name: string): string {
  const base = name || 'tensor';
  let unique = base;
  for (let i = 2; taken.has(unique); i++) unique = `${base} (${i})`;
  return unique;
}
