import { changedImage } from '../explanation/changed-image';
import { encodeObject, readObject, scoreObject } from '../explanation/object';
import { inpainted, whatIf } from '../explanation/what-if';
import type { Answering, Answers } from './answers';

/** Answers about an image that is changed, and about the object in it. */
export function imageAnswers({ models, lanes, opened }: Answering): Answers<'image' | 'object'> {
  return {
    'image.whatIf': (request, _, signal) =>
      lanes.interactively(async (lane) => {
        const both = await opened(request.model, request.input);
        return whatIf(both.model, both.input, request, { signal, lane });
      }),
    'image.inpaint': async (request) => inpainted(request),
    'image.changed': async ({ model, input, raster }) => {
      const both = await opened(model, input);
      return { png: await changedImage(both.model, both.input, raster) };
    },
    'object.read': async ({ model, input }) => readObject(await models.open(model), input),
    'object.encode': async (request) => encodeObject(await models.open(request.model), request),
    'object.score': async (request) => scoreObject(request),
  };
}
