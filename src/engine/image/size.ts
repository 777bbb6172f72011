import { IMAGE } from '../file/kind';
import { readFile } from '../file/reading';
import { inspect, unreadable, uprightSize } from './decoding';

/** Height and width of an image as it is seen, turned upright. @throws LensError `corrupt-image` */
export async function imageSize(path: string): Promise<[height: number, width: number]> {
  const bytes = readFile(path, IMAGE);
  try {
    const { metadata, ...image } = await inspect(bytes);
    return await uprightSize(image, metadata);
  } catch (error) {
    throw unreadable(path, error);
  }
}
