import { isBitmap } from './bitmap';
import { isDicom } from './dicom';
import { ImageFault } from './image-fault';
import { isTiff } from './tiff/tags';

/** Kinds of image files that are read, by their first bytes, whatever their names say. */
export type ImageKind = 'png' | 'jpeg' | 'gif' | 'webp' | 'avif' | 'tiff' | 'bmp' | 'dicom';

const at = (text: string, start: number) => (bytes: Uint8Array) =>
  Buffer.from(bytes.subarray(start, start + text.length)).toString('latin1') === text;

const SIGNATURES: readonly (readonly [ImageKind, (bytes: Uint8Array) => boolean])[] = [
  ['png', at('\x89PNG', 0)],
  ['jpeg', at('\xff\xd8\xff', 0)],
  ['gif', at('GIF8', 0)],
  ['webp', (bytes) => at('RIFF', 0)(bytes) && at('WEBP', 8)(bytes)],
  ['avif', (bytes) => at('ftypavi', 4)(bytes) || at('ftypmif1', 4)(bytes) || at('ftypmsf1', 4)(bytes)],
  ['tiff', isTiff],
  ['bmp', isBitmap],
  ['dicom', isDicom],
];

/** What else people give, and what to do with it. */
const OTHERS: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/^[\s\ufeff]*<(?:\?xml|svg|!)/i, 'it is a drawing (SVG) or other text, not an image of pixels: save it as PNG'],
  [/^%PDF/, 'it is a PDF: save the image itself'],
  [/^\x93NUMPY/, 'it is an array: give it the ending .npy'],
  [/^version https:\/\/git-lfs/, 'it is a pointer of Git LFS: fetch the file itself with git lfs pull'],
  [/^[^]{4}ftyp(?:heic|heix|hevc)/, 'it is HEIC, which is not read: save it as JPEG or PNG'],
  [/^\0\0\0\x0cJXL |^\xff\x0a/, 'it is JPEG XL, which is not read: save it as PNG'],
  [/^\0\0\0\x0cjP /, 'it is JPEG 2000, which is not read: save it as PNG'],
  [/^\x1f\x8b|^[^]{344}n[+i]1\0/, 'it is a volume (NIfTI) or packed, and the model takes images: save a slice as TIFF'],
];
const SAMPLE = 512;

/** @throws ImageFault for a file of no such kind */
export function imageKind(bytes: Uint8Array): ImageKind {
  if (bytes.length === 0) throw new ImageFault('it is empty');
  const known = SIGNATURES.find(([, matches]) => matches(bytes));
  if (known) return known[0];
  const beginning = Buffer.from(bytes.subarray(0, SAMPLE)).toString('latin1');
  const other = OTHERS.find(([pattern]) => pattern.test(beginning));
  throw new ImageFault(other?.[1] ?? 'it is no PNG, JPEG, WebP, GIF, TIFF, AVIF, BMP or DICOM');
}
