import { LensError } from '../../../protocol/error';
import type { Format, Original, ReadModel } from '../format';
import { externalFiles } from '../onnx/external';
import { isGraphModel, modelDocument } from './document';
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
    if (!document) throw new LensError({ code: 'corrupt-model', what: 'it is no TensorFlow.js model', where: path, next: 'Convert the model again' });
    const files = externalFiles(path);
    const weights = readManifest(document.weightsManifest, files.read);
    const model = isGraphModel(document) ? readGraphModel(document, weights) : readLayersModel(document, weights);
    const original = (): Original => ({
      kind: isGraphModel(document) ? 'graph' : 'layers',
      topology: document.modelTopology,
      specs: document.weightsManifest.flatMap((group) => group.weights),
      data: joined(document.weightsManifest.flatMap((group) => shardsOf(group, files.read))),
    });
    return { model, sources: [bytes, ...files.opened()], original };
  },
};
