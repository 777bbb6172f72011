import { nearestImages } from '../engine/explanation/nearest-images';
import { readModelFile } from '../engine/model/model-file';
import { openModel } from '../engine/model/opening';
import { ownSize } from '../engine/model/own-size';
import type { DeviceChoice } from '../protocol/model';
import type { NearestImages } from '../protocol/nearest';
import type { AddCommand } from './command';
import { deviceOption, jsonOption, threadsOption, wholeNumber } from './options';
import { paced } from './pace';
import { runCommand } from './run';

interface NearestArguments {
  readonly model: string;
  readonly folder: string;
  readonly count: number;
  readonly device: DeviceChoice;
  readonly threads: number;
  readonly json?: boolean;
}

/** `saliency-lens nearest INPUT…`: the images of a folder that an embedding finds most alike. */
export const addNearest: AddCommand = (program) => {
  program
    .command('nearest')
    .argument('<inputs...>', 'an image, or a .npy tensor; of several, the mean of their embeddings')
    .description('find the images of a folder whose embeddings are nearest to that of an image, by their cosine')
    .requiredOption('--model <file>', 'a model that gives a row of numbers for an image')
    .requiredOption('--folder <folder>', 'the images among which to look, sub-folders included')
    .option('--count <n>', 'how many are told', wholeNumber, 10)
    .addOption(deviceOption('auto'))
    .addOption(threadsOption())
    .addOption(jsonOption())
    .action((references: string[], options: NearestArguments) =>
      runCommand(options.json === true, async (signal, voice) => {
        const file = await readModelFile(options.model);
        const model = await openModel(file, { ...options, own: await ownSize(file, references[0]) });
        try {
          const say = paced((text) => voice.progress(text));
          const searched = { input: references[0], references, folder: options.folder, count: options.count };
          const json = await nearestImages(model, searched, { signal }, ({ done, total }) =>
            say(`${done} of ${total}`, false),
          );
          return { json, text: textOf(json) };
        } finally {
          await model.network.close();
        }
      }),
    );
};

const textOf = ({ images, compared, leftOut }: NearestImages): string =>
  [
    ...images.map(({ path, similarity }) => `${similarity.toFixed(4).padStart(7)}  ${path}`),
    `${compared} images compared, ${leftOut.length} left out`,
    ...leftOut.map(({ name, reason }) => `  ${name}: ${reason}`),
  ].join('\n');
