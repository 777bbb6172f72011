import { inputEnding } from '../../protocol/input-files';

/** Whether a file name says that it is an image, an array or a volume. */
export const isInput = (name: string): boolean => inputEnding(name) !== undefined;

/** A name without the ending of an input; other dots may belong to an id. */
export const withoutEnding = (name: string): string => name.slice(0, name.length - (inputEnding(name)?.length ?? 0));
