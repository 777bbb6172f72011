import { basename } from 'node:path';
import type { DeviceSettings } from '../../protocol/engine';
import { LensError } from '../../protocol/error';
import type { VersionEvent, VersionRequest } from '../../protocol/versions';
import { readModelFile } from '../model/model-file';
import { openModel } from '../model/opening';
import type { JobOptions } from '../session/execution';
import { explainAll } from './all-methods';
import { openInput } from './opened-input';
import { predict } from './prediction';

/**
 * Explains inputs by a version of a model, whose weights lie elsewhere: the recipe, labels and whatever else lies beside
 * the model are its own. It is closed when it is done, so that however many versions there are, one is held.
 */
export async function explainVersion(
  { file, model, inputs, methods }: VersionRequest,
  settings: DeviceSettings,
  options: JobOptions,
  emit: (event: VersionEvent) => void,
): Promise<void> {
  const version = await openModel({ ...(await readModelFile(file)), path: model }, settings);
  try {
    for (const [at, { input, ...target }] of inputs.entries()) {
      try {
        const both = await openInput(version, input);
        emit({ kind: 'predicted', at, result: await predict(both.model, both.input, options) });
        const request = { model, input, methods, ...target };
        await explainAll(both.model, both.input, request, options, (event) => {
          // Nobody sees what is on the way: a version is shown when all of it is there.
          if (event.kind === 'finished' || event.kind === 'failed') emit({ kind: 'explained', at, event });
        });
      } catch (thrown) {
        const error = LensError.from(thrown, basename(input));
        if (error.code === 'cancelled') throw error;
        emit({ kind: 'failed', at, error: error.toReport() });
      }
    }
  } finally {
    await version.network.close();
  }
}
