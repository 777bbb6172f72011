import type { Dimension } from '../../graph/model';
import type { ModelDocument } from './document';

interface TensorInfo {
  readonly name?: string;
  readonly tensorShape?: {
    readonly dim?: readonly { readonly size?: string | number }[];
    readonly unknownRank?: boolean;
  };
}
export interface Signature {
  readonly inputs?: Readonly<Record<string, TensorInfo>>;
  readonly outputs?: Readonly<Record<string, TensorInfo>>;
}

/** What the converter kept of the SavedModel's signature. */
export const signatureOf = ({ signature, userDefinedMetadata }: ModelDocument): Signature =>
  ((signature ?? userDefinedMetadata?.signature) as Signature | undefined) ?? {};

/** The shape the signature states; open lengths are null. */
export function statedShape({ tensorShape }: TensorInfo): Dimension[] | undefined {
  if (!tensorShape?.dim || tensorShape.unknownRank) return undefined;
  return tensorShape.dim.map(({ size }) => (Number(size ?? -1) >= 0 ? Number(size) : null));
}
