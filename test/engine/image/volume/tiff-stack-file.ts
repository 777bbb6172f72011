import { tiffFile } from '../tiff-file';

/** A TIFF of several grey pages. @param circle the last page leads to itself */
export function tiffStackFile(
  width: number,
  height: number,
  pages: readonly (Uint8Array | Uint16Array | Float32Array)[],
  { circle = false }: { readonly circle?: boolean } = {},
): Buffer {
  const files = pages.map((values) => tiffFile({ width, height, values }));
  let start = 0;
  const starts = files.map((file) => {
    const here = start;
    start += file.length + (file.length % 2);
    return here;
  });
  const whole = Buffer.alloc(start);
  files.forEach((file, k) => {
    file.copy(whole, starts[k]);
    moved(
      whole,
      starts[k],
      circle && k === files.length - 1 ? starts[k] + 8 : starts[k + 1] === undefined ? 0 : starts[k + 1] + 8,
    );
  });
  return whole;
}

/** Places in a directory, brought to where its file now lies. */
function moved(whole: Buffer, start: number, next: number): void {
  const directory = start + 8;
  const entries = whole.readUInt16LE(directory);
  for (let k = 0; k < entries; k++) {
    const at = directory + 2 + 12 * k;
    const [tag, type, count] = [whole.readUInt16LE(at), whole.readUInt16LE(at + 2), whole.readUInt32LE(at + 4)];
    const bytes = (type === 3 ? 2 : 4) * count;
    if (bytes > 4 || tag === 273) whole.writeUInt32LE(whole.readUInt32LE(at + 8) + start, at + 8);
  }
  whole.writeUInt32LE(next, directory + 2 + 12 * entries);
}
