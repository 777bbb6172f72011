import { entryOf } from '../../parameter/entries';
import { AUGMENTATIONS } from '../../training/augmentation';
import type { RunCase } from '../adapter';

/** What operations, one after the other, make of an image. */
export const augment: RunCase = ({ params, input }, files) => {
  const operations: readonly { name: string }[] = params.operations;
  const image = operations.reduce(
    (changed, { name, ...drawn }) => entryOf(AUGMENTATIONS, name, 'augmentation').apply(changed, drawn),
    files.floats(input as string),
  );
  return { image };
};
