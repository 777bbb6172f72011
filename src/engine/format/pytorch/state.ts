import { OpaqueObject, TensorReference, type Pickled } from './pickled';

/** Keys below which a loop keeps what it trains with, above all the moments of an optimiser: no weights of a network. */
const TRAINING =
  /optimi[sz]er|(^|_)optims?(_|$)|^(lr_)?schedulers?(_|$)|^(grad_)?scaler(_|$)|(^|_)rng_states?$|^(callbacks|loops)$/i;
/** What the state of an optimiser of PyTorch consists of, whatever it is called. */
const isOptimiser = (value: Map<Pickled, Pickled>): boolean => value.has('state') && value.has('param_groups');
/**
 * Attributes of a pickled module that hold its children, parameters and buffers: left out of names, as state_dict does.
 */
const MODULE_PARTS = new Set(['_modules', '_parameters', '_buffers']);
/** Containers within containers; real checkpoints have a dozen. */
const DEEPEST = 200;
/** More tensors are in no checkpoint; one that is named again and again costs a file two bytes, but a list a name. */
const MOST_TENSORS = 500_000;
/** Letters of a path; longer ones are cut. */
const LONGEST_PATH = 300;

/**
 * All tensors of a checkpoint by dotted path, in the order in which they were saved; those of training alone are left
 * out.
 * @param fail told of a checkpoint that has too many
 */
export function tensorsOf(root: Pickled, fail: (what: string) => never): Map<string, TensorReference> {
  const names = new UniqueNames();
  const found = new Map<string, TensorReference>();
  const seen = new Set<Pickled>();
  const visit = (value: Pickled, path: string, depth: number): void => {
    if (value instanceof TensorReference) {
      if (found.size === MOST_TENSORS) fail(`it has more than ${MOST_TENSORS} tensors`);
      found.set(names.of(path || 'tensor'), value);
      return;
    }
    // Each container once: one that holds itself would never end.
    if (typeof value !== 'object' || value === null || seen.has(value) || depth > DEEPEST) return;
    seen.add(value);
    for (const [key, child] of childrenOf(value)) visit(child, pathTo(path, key), depth + 1);
  };
  visit(root, '', 0);
  return found;
}

function* childrenOf(value: Pickled & object): Iterable<[string, Pickled]> {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) yield [String(i), value[i]];
  } else if (value instanceof Map) {
    if (isOptimiser(value)) return;
    for (const [key, child] of value)
      if (typeof key === 'string' || typeof key === 'number')
        // A dotted name of a tensor is one of the network, however its parts are called.
        if (child instanceof TensorReference || !TRAINING.test(String(key))) yield [String(key), child];
  } else if (value instanceof OpaqueObject && value.state instanceof Map) {
    yield* childrenOf(value.state);
  }
}

function pathTo(path: string, key: string): string {
  if (MODULE_PARTS.has(key)) return path;
  const whole = path === '' ? key : `${path}.${key}`;
  return whole.length > LONGEST_PATH ? `${whole.slice(0, LONGEST_PATH)}…` : whole;
}

/** Names of which those that were there before get a number. */
class UniqueNames {
  private readonly taken = new Set<string>();
  private readonly lastNumber = new Map<string, number>();

  of(name: string): string {
    let unique = name;
    let number = this.lastNumber.get(name) ?? 1;
    while (this.taken.has(unique)) unique = `${name} (${++number})`;
    this.lastNumber.set(name, number);
    this.taken.add(unique);
    return unique;
  }
}
