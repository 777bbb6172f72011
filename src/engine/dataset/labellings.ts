import { coco } from './coco-labels';
import { folders } from './folder-labels';
import type { Labelling } from './labelling';
import { fileNames } from './name-labels';
import { table } from './table-labels';

/** In the order in which they are tried: what somebody wrote down wins over what names suggest. */
export const LABELLINGS: readonly Labelling[] = Object.freeze([table, coco, folders, fileNames]);
