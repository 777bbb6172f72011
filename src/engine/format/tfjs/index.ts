import { LensError } from '../../../protocol/error';
import type { Format, Original, ReadModel } from '../format';
import { externalFiles } from '../onnx/external';
import { isGraphModel, modelDocument } from './document';
import { externalGraph } from './external-graph';
import { readGraphModel } from './graph-model';
import { readLayersModel } from './layers-model';
import { joined, readManifest, shardsOf } from './manifest';

/** `model.json` with its shards beside it, under any name. */
export const tfjsFormat: Format = {
  id: 'tfjs',
  label: 'TensorFlow.js',
  extensions: ['.json'],
  recognises: (path, bytes) => path.toLowerCase().endsWith('.json') && modelDocument(bytes) !== undefined,
  read(path, bytes): ReadModel {
    const document = modelDocument(bytes);
    if (!document)
      throw new LensError({
        code: 'corrupt-model',
        what: 'it is no TensorFlow.js model',
        where: path,
        next: 'Convert the model again',
      });
    const files = externalFiles(path);
    const weights = readManifest(document.weightsManifest, files.read);
    const original = (ports?: readonly string[]): Original => ({
      kind: isGraphModel(document) ? 'graph' : 'layers',
      topology: document.modelTopology,
      specs: document.weightsManifest.flatMap((group) => group.weights),
      data: joined(document.weightsManifest.flatMap((group) => shardsOf(group, files.read))),
      ports,
    });
    const read = (): Pick<ReadModel, 'sources' | 'beside'> => ({
      sources: [bytes, ...files.opened.values()],
      beside: [...files.opened.keys()],
    });
    if (!isGraphModel(document))
      return { model: readLayersModel(document, weights), ...read(), original: () => original() };
    try {
      const { model, ports } = readGraphModel(document, weights);
      return { model, ...read(), original: () => original(ports) };
    } catch (error) {
      const external =
        error instanceof LensError && error.code === 'unsupported-model'
          ? externalGraph(document, asReason(error))
          : undefined;
      if (!external) throw error;
      return {
        model: external.model,
        ...read(),
        external: () => ({ ...external.source, original: original() }),
      };
    }
  },
};

/** TensorFlow.js takes the place of the import. */
function asReason({ what, where }: LensError): string {
  return `The model runs in TensorFlow.js as it is, not in ONNX Runtime: ${where ? `${where}: ` : ''}${what}.`;
}
