/** Endings of images, arrays and volumes, in lower case. */
export const INPUT_ENDINGS: readonly string[] = Object.freeze([
  '.png',
  '.jpg',
  '.jpeg',
  '.bmp',
  '.webp',
  '.gif',
  '.tif',
  '.tiff',
  '.avif',
  '.npy',
  '.dcm',
  '.dicom',
  '.nii',
  '.nii.gz',
]);

/** The ending that says that a file is an image, an array or a volume; undefined for others. */
export function inputEnding(name: string): string | undefined {
  const lower = name.toLowerCase();
  return INPUT_ENDINGS.find((ending) => lower.endsWith(ending) && !lower.endsWith(`/${ending}`) && lower !== ending);
}
