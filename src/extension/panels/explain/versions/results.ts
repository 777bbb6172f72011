import type { ErrorReport } from '../../../../protocol/error';
import type { PredictResult } from '../../../../protocol/prediction';
import type { FloatMap } from '../../../../protocol/raster';

/** What a version says of one image. */
export interface ImageResult {
  /** By the number of the class; NaN of those it says nothing of. */
  readonly said: Float32Array;
  readonly link: PredictResult['link'];
  /** By the card's id. */
  readonly maps: ReadonlyMap<string, FloatMap | ErrorReport>;
  readonly error: ErrorReport | null;
}

/** What a version says of every pinned image, by its address. */
export type VersionResult = ReadonlyMap<string, ImageResult>;

/** So many bytes of maps are held. */
const room = 64e6;

/** Results of versions, within limits: of more, those looked at longest ago go. */
export class VersionResults {
  private readonly all = new Map<string, VersionResult>();
  private bytes = 0;

  put(id: string, result: VersionResult): void {
    this.forget(id);
    this.all.set(id, result);
    this.bytes += bytesOf(result);
    for (const oldest of this.all.keys()) {
      if (this.bytes <= room || this.all.size <= 2) break;
      this.forget(oldest);
    }
  }

  get(id: string | null): VersionResult | undefined {
    const found = id === null ? undefined : this.all.get(id);
    if (id !== null && found) {
      this.all.delete(id);
      this.all.set(id, found);
    }
    return found;
  }

  has(id: string): boolean {
    return this.all.has(id);
  }

  forget(id: string): void {
    const known = this.all.get(id);
    if (known) this.bytes -= bytesOf(known);
    this.all.delete(id);
  }

  clear(): void {
    this.all.clear();
    this.bytes = 0;
  }
}

function bytesOf(result: VersionResult): number {
  let sum = 0;
  for (const { said, maps } of result.values()) {
    sum += said.byteLength;
    for (const map of maps.values()) if ('data' in map) sum += map.data.byteLength;
  }
  return sum;
}
