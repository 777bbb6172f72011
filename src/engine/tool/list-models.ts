import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { workspaceFolders } from '../file/workspace';
import { sidecarPath } from '../image/sidecar';
import { modelsBelow } from '../model/models-below';
import { defineTool } from './tool';

/** More names than these are no help. */
const MOST = 200;

export const listModels = defineTool({
  id: 'list_models',
  label: 'List image models',
  description:
    'Lists the image models (ONNX, Keras, TensorFlow.js, SavedModel) below the open folders, and whether each has a recipe: a sidecar file that says how its input is made. A model without one is guessed at.',
  arguments: z.object({}),
  async run() {
    const folders = workspaceFolders();
    const found = folders.flatMap((folder) => modelsBelow(folder).map((name) => join(folder, name)));
    const models = found.slice(0, MOST).map((path) => ({
      model: path,
      bytes: statSync(path, { throwIfNoEntry: false })?.size ?? null,
      recipe: existsSync(sidecarPath(path)),
    }));
    return { told: { folders, models, ...(found.length > MOST && { left_out: found.length - MOST }) } };
  },
});
