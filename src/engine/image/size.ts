import { readFileSync } from 'node:fs';
import { decode as decodeBmp } from 'bmp-ts';
import { LensError } from '../../protocol/error';
import { sharp } from './library';

/** Height and width of an image as it is seen, turned upright. @throws LensError `corrupt-image` */
export async function imageSize(path: string): Promise<[height: number, width: number]> {
  try {
    const bytes = readFileSync(path);
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
