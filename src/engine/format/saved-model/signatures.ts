import { LensError } from '../../../protocol/error';
import { Fields } from './fields';

/** A tensor of a signature. */
export interface TensorInfo {
  readonly type: 'float32' | 'integer';
  /** Open lengths are null; undefined where the rank is open. */
  readonly shape?: readonly (number | null)[];
}

export interface SavedSignature {
  readonly name: string;
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly outputs: Readonly<Record<string, TensorInfo>>;
}

const FLOAT = 1;
const INTERNAL = '__saved_model_init_op';

/**
 * The signatures of a SavedModel, with the tags of the graph each belongs to.
 * Field numbers are those of saved_model.proto and meta_graph.proto.
 * @see https://github.com/tensorflow/tensorflow/tree/master/tensorflow/core/protobuf
 * @throws LensError `corrupt-model` where the file is no such message
 */
export function readSignatures(
  bytes: Uint8Array,
  path: string,
): { tags: readonly string[]; signature: SavedSignature }[] {
  try {
    return new Fields(bytes).messages(2).flatMap((graph) => {
      const tags = graph.messages(1).flatMap((info) => info.texts(4));
      return graph
        .messages(5)
        .map((entry) => ({ tags, signature: signatureOf(entry) }))
        .filter(({ signature }) => signature.name !== INTERNAL);
    });
  } catch (cause) {
    throw new LensError(
      { code: 'corrupt-model', what: 'it is no SavedModel', where: path, next: 'Save or copy the folder again' },
      { cause },
    );
  }
}

/** The value of a map's entry; one that is not written is an empty message. */
const valueOf = (entry: Fields): Fields => entry.messages(2)[0] ?? new Fields(new Uint8Array());

/** Maps are lists of entries: key 1, value 2. */
function signatureOf(entry: Fields): SavedSignature {
  const [name = ''] = entry.texts(1);
  const definition = valueOf(entry);
  const tensors = (field: number) =>
    Object.fromEntries(definition.messages(field).map((tensor) => [tensor.texts(1)[0] ?? '', infoOf(valueOf(tensor))]));
  return { name, inputs: tensors(1), outputs: tensors(2) };
}

function infoOf(info: Fields): TensorInfo {
  const [shape] = info.messages(3);
  const open = !shape || shape.numbers(3)[0] === 1;
  const sizes = shape
    ?.messages(2)
    .map((dim) => dim.numbers(1)[0] ?? 0)
    .map((size) => (size < 0 ? null : size));
  return { type: info.numbers(2)[0] === FLOAT ? 'float32' : 'integer', ...(!open && { shape: sizes }) };
}
