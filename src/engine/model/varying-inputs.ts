import { LensError } from '../../protocol/error';
import type { InputBeside } from './inputs-beside';
import type { OpenedModel } from './opening';

/** The inputs beside the image that differ from image to image. */
export const varyingInputs = ({ beside }: Pick<OpenedModel, 'beside'>): readonly InputBeside[] =>
  beside?.inputs.filter(({ constant }) => !constant) ?? [];

/**
 * @param what is done with images alone
 * @throws LensError where an image does not come alone
 */
export function refuseVaryingInputs(model: Pick<OpenedModel, 'beside' | 'file'>, what: string): void {
  const [first] = varyingInputs(model);
  if (!first) return;
  throw new LensError({
    code: 'unsupported-model',
    what: `${what} from images alone, and the input ${first.value.name.slice(0, 100)} of this model differs from image to image`,
    where: model.file.path,
    next: 'State one value for all images in "inputs" of the sidecar',
  });
}
