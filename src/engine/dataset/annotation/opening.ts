import { LensError } from '../../../protocol/error';
import { listing, type Listing } from '../listing';
import { splitLabelling } from '../opening';
import { withoutSlices, type VolumeSlices } from '../volume-slices';
import type { Annotations, AnnotationForm, AnnotationSearch } from './annotation';

/** Annotations of a folder, and the way in which they are kept. */
export interface OpenedAnnotations<T> extends Annotations<T> {
  readonly id: string;
  readonly listing: Listing;
}

/**
 * What is true of the inputs of a folder: in the way a person named, else the first in which the folder keeps it.
 * @param labelling a form, perhaps with where to look: `coco:annotations.json`
 * @throws LensError `not-found` when the folder cannot be read or keeps nothing of the kind, `invalid-argument` for a
 * form that does not fit
 */
export function openAnnotations<T>(
  folder: string,
  forms: readonly AnnotationForm<T>[],
  {
    labelling,
    slices,
    ...outputs
  }: Pick<AnnotationSearch, 'names' | 'outputs'> & { readonly labelling?: string; readonly slices?: VolumeSlices },
): OpenedAnnotations<T> {
  const files = withoutSlices(listing(folder), slices);
  const { id, argument } = labelling === undefined ? {} : splitLabelling(labelling);
  const search = { listing: files, argument: argument || undefined, ...outputs };
  for (const form of id === undefined ? forms : named(id, forms, search.argument)) {
    const found = form.find(search);
    if (found) return { ...found, id: form.id, listing: files };
  }
  const known = forms.map((form) => `${form.id} (${form.label})`).join('; ');
  throw new LensError({
    code: id === undefined ? 'not-found' : 'invalid-argument',
    what:
      id === undefined
        ? 'the folder holds no annotations that the model can be judged by'
        : `annotations cannot be read as ${labelling!.slice(0, 100)}`,
    where: files.root,
    next: `They may be ${known}`,
  });
}

/** The forms of an id; a file that was named without saying in which form it is may be of any. */
function named<T>(id: string, forms: readonly AnnotationForm<T>[], argument: string | undefined): AnnotationForm<T>[] {
  const own = forms.filter((form) => form.id === id);
  if (own.length > 0 || id !== 'table' || argument === undefined) return own;
  return forms.filter((form) => form.takes === 'file');
}
