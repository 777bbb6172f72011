import { join } from 'node:path';
import type { FloatMap, Raster } from '../../protocol/raster';
import { encodePng } from '../image/overlay';
import { encodeNpy } from '../tensor/npy';
import { floats } from '../tensor/tensor';
import { writeWhole } from './whole-file';

/** A folder of results: arrays, images and tables under names of their own, remembered in order. */
export class ResultFolder {
  readonly files: string[] = [];

  constructor(private readonly folder: string) {}

  array(name: string, { dims, data }: FloatMap): void {
    this.write(name, encodeNpy(floats(dims, data)));
  }

  async image(name: string, raster: Raster): Promise<void> {
    this.write(name, await encodePng(raster));
  }

  json(name: string, content: unknown): void {
    this.write(name, JSON.stringify(content, null, 2));
  }

  private write(name: string, content: string | Uint8Array): void {
    writeWhole(join(this.folder, name), content);
    this.files.push(name);
  }
}
