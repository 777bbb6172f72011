import { decode as decodeBmp } from 'bmp-ts';
import { LensError } from '../../protocol/error';
import { IMAGE } from '../file/kind';
import { readFile } from '../file/reading';
import { sharp } from './library';

/** Height and width of an image as it is seen, turned upright. @throws LensError `corrupt-image` */
export async function imageSize(path: string): Promise<[height: number, width: number]> {
  try {
    const bytes = readFile(path, IMAGE);
    if (bytes[0] === 0x42 && bytes[1] === 0x4d) {
      const { height, width } = decodeBmp(bytes);
      return [height, width];
    }
    const { autoOrient } = await sharp(bytes).metadata();
    return [autoOrient.height, autoOrient.width];
  } catch (error) {
    throw new LensError(
      {
        code: 'corrupt-image',
        what: 'the image cannot be read',
        where: path,
        next: 'Open it in an image viewer to check it',
      },
      { cause: error },
    );
  }
}
