import { IMAGE } from '../file/kind';
import { bytesOf, withRegular } from '../file/regular';
import { DICOM_HEAD, isDicom } from '../image/dicom/data-set';

/** An ending that says what a file is; names of DICOM files are often none, or numbers with dots. */
const USUAL_ENDING = /\.(?!ima$)[a-z][a-z0-9_-]{0,15}$/i;

/** Whether a file whose name says nothing is DICOM, by its preamble. */
export function isUnnamedDicom(path: string): boolean {
  if (USUAL_ENDING.test(path)) return false;
  try {
    return isDicom(withRegular(path, IMAGE, (file, size) => bytesOf(file, Math.min(size, DICOM_HEAD))));
  } catch {
    // What cannot be read is listed as what its name says, and tells its fault where it is used.
    return false;
  }
}
