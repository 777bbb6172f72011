import type { VariableInputs } from '../../protocol/variable';
import { takeArray } from '../image/variable';
import { writeWhole } from '../report/whole-file';

/** Writes the inputs that an array of a debugged program holds beside it. @throws LensError where it is no array */
export async function variableInputs(array: string): Promise<VariableInputs> {
  const { files, ...taken } = await takeArray(array);
  const stem = array.replace(/\.npy$/i, '');
  for (const { ending, content } of files) writeWhole(`${stem}${ending}`, content);
  return { ...taken, files: files.map(({ ending }) => `${stem}${ending}`) };
}
