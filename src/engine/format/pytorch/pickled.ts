import type { ElementType } from '../../tensor/tensor';

/** A Python name a pickle refers to: a class or function. It is never looked up, only compared with known names. */
export class GlobalName {
  constructor(readonly name: string) {}
}

/**
 * An object of a class that is not known here: its name and what the pickle says of it, as data. Nothing was called to
 * make it.
 */
export class OpaqueObject {
  state: Pickled = null;

  constructor(
    readonly name: string,
    readonly parts: readonly Pickled[],
  ) {}
}

/** Memory a tensor looks into; its values lie in the archive under `key`. */
export class StorageReference {
  constructor(
    readonly key: string,
    /** undefined for untyped bytes. */
    readonly type: ElementType | undefined,
    /** Where it begins in the storage, in elements: views have a storage of their own only by name. */
    readonly start = 0,
  ) {}
}

/** A view of a storage. */
export class TensorReference {
  constructor(
    readonly storage: StorageReference,
    readonly type: ElementType,
    /** In elements. */
    readonly offset: number,
    readonly dims: readonly number[],
    /** In elements, one per axis. */
    readonly strides: readonly number[],
  ) {}
}

/** All a pickle can become here: plain data, and references to tensors. */
export type Pickled =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Pickled[]
  | Map<Pickled, Pickled>
  | GlobalName
  | OpaqueObject
  | StorageReference
  | TensorReference;
