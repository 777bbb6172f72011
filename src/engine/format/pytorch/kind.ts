import { OpaqueObject, type Pickled } from './pickled';
import type { Checkpoint } from './storages';

/** What a file of PyTorch holds. */
export interface CheckpointKind {
  /** With its article. */
  readonly name: string;
  /** Whether its layers can be listed without more words. */
  readonly weightsOnly: boolean;
  is(checkpoint: Checkpoint): boolean;
  /** The line of Python that makes an ONNX file of it. */
  exporting(file: string, checkpoint: Checkpoint): string;
}

const has = ({ entries }: Checkpoint, pattern: RegExp): boolean => entries.some((name) => pattern.test(name));
const exported = (model: string, file: string): string =>
  `torch.onnx.export(${model}, torch.rand(1, 3, 224, 224), ${quoted(onnxName(file))})`;
const onnxName = (file: string): string => `${file.replace(/(\.[a-z0-9]{1,12}){1,2}$/i, '')}.onnx`;
const quoted = (file: string): string => JSON.stringify(file);

/** The first that fits says what the file is. */
export const checkpointKinds: readonly CheckpointKind[] = Object.freeze([
  {
    name: 'an exported program of PyTorch (torch.export)',
    weightsOnly: false,
    is: (checkpoint) =>
      has(checkpoint, /(^|\/)(archive_format|serialized_exported_program\.json|models\/[^/]+\.json)$/),
    exporting: (file) =>
      `torch.onnx.export(torch.export.load(${quoted(file)}), (), ${quoted(onnxName(file))}, dynamo=True)`,
  },
  {
    name: 'a quantised model of PyTorch',
    weightsOnly: false,
    is: ({ structure }) => structure.opaque.some((name) => /_rebuild_qtensor|\bquantized\b/.test(name)),
    exporting: (file) => exported('model_before_quantisation.eval()', file),
  },
  {
    name: 'a TorchScript module',
    weightsOnly: false,
    is: (checkpoint) => has(checkpoint, /(^|\/)(constants\.pkl|code\/.*)$/),
    exporting: (file) => exported(`torch.jit.load(${quoted(file)}).eval()`, file),
  },
  {
    name: 'a whole module, pickled by PyTorch',
    weightsOnly: false,
    is: ({ structure }) => moduleKey(structure.value) !== undefined,
    exporting: (file, { structure }) => {
      const key = moduleKey(structure.value);
      const loaded = `torch.load(${quoted(file)}, weights_only=False)${key ? `[${quoted(key)}]` : ''}`;
      return exported(`${loaded}.float().eval()`, file);
    },
  },
  {
    name: 'a checkpoint of Lightning',
    weightsOnly: true,
    is: ({ structure: { value } }) => value instanceof Map && value.has('pytorch-lightning_version'),
    exporting: (file) =>
      `Net.load_from_checkpoint(${quoted(file)}).to_onnx(${quoted(onnxName(file))}, torch.rand(1, 3, 224, 224))`,
  },
  {
    name: 'a PyTorch checkpoint',
    weightsOnly: true,
    is: () => true,
    exporting: (file) => exported('model.eval()', file),
  },
] satisfies CheckpointKind[]);

/** Whether a module stands at the top of what was pickled, or under a name there, as in the files of training loops. */
function moduleKey(value: Pickled): string | undefined {
  const isModule = (object: Pickled): boolean =>
    object instanceof OpaqueObject && object.state instanceof Map && object.state.has('_modules');
  if (isModule(value)) return '';
  if (!(value instanceof Map)) return undefined;
  for (const [key, child] of value) if (isModule(child)) return String(key);
  return undefined;
}
