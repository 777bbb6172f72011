import type { ErrorCode } from '../../protocol/error';

/** What a file is read as: how messages call it, and how large it may be. */
export interface FileKind {
  /** With its article: "the labels file". */
  readonly name: string;
  readonly mostBytes: number;
  /** Of the error for something that cannot be such a file. */
  readonly code: ErrorCode;
}

const MB = 2 ** 20;

const kind = (name: string, megabytes: number, code: ErrorCode = 'invalid-argument'): FileKind =>
  Object.freeze({ name, mostBytes: megabytes * MB, code });

export const SIDECAR = kind('the sidecar', 16);
export const LABELS = kind('the labels file', 32);
/** Of reference cases to replay. */
export const MANIFEST = kind('the manifest', 128);
export const SUITE = kind('the suite file', 16);
export const TABLE = kind('the table', 64);
/** JSON beside images: COCO's largest has 450 MB, and a longer text has no place in one string. */
export const ANNOTATIONS = kind('the annotation file', 500);
export const IMAGE = kind('the image', 512, 'corrupt-image');
export const ARRAY = kind('the array', 2048, 'corrupt-image');
/** Tables and summaries an evaluation has written. */
export const RESULTS = kind('the file of results', 500);
/** Says which process writes into a folder. */
export const LOCK = kind('the lock of the folder', 1);
/** Numbers of single images, of which only the wanted are read. */
export const IMAGE_COLUMNS = kind('the file of numbers of single images', 2 ** 20);
/** Models and the files of their weights are held in one buffer each, which cannot be larger. */
export const MODEL = kind('the model file', 4095, 'corrupt-model');
export const WEIGHTS = kind('the weights file', 4095, 'corrupt-model');
/** Of checkpoints, only the tensors that are looked at are read. */
export const CHECKPOINT = kind('the file of weights', 2 ** 20, 'corrupt-model');
