import * as z from 'zod';
import { insideWorkspace } from '../file/workspace';
import { image, model } from './arguments';
import { saidOf } from './said';
import { defineTool } from './tool';

export const predict = defineTool({
  id: 'predict',
  label: 'Predict with an image model',
  description:
    'Runs an image model on one image and tells what it says: the most probable classes, the labels of a multi-label model, estimated numbers, the boxes of a detector in pixels of the image, or the share of the image that each class of a segmenter covers.',
  arguments: z.object({
    model,
    image,
    top: z.int().min(1).max(100).default(5).describe('How many classes, labels or boxes are told'),
  }),
  async run({ top, ...args }, { call }) {
    const input = insideWorkspace(args.image, 'the image');
    const path = insideWorkspace(args.model, 'the model');
    const predicted = await call('input.predict', { model: path, input });
    const { recipe, task } = await call('model.describe', { model: path });
    return { told: { model: path, image: input, task: task.id, ...(await saidOf(predicted, input, recipe, top)) } };
  },
});
