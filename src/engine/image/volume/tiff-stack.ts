import { ImageFault } from '../image-fault';
import { readTiffPages, tiffPageList, type TiffPage } from '../tiff';
import { isTiff } from '../tiff/tags';
import { lengthFault, type Volume, type VolumeFormat } from './volume';

/** Pages of a TIFF as slices, or as frames of a clip. */
export const tiffStack: VolumeFormat = {
  id: 'tiff',
  label: 'multi-page TIFF',
  recognises: isTiff,
  read: async (bytes) => {
    const pages = tiffPageList(bytes);
    const [first] = pages;
    if (!first) throw new ImageFault('it has no page of its own');
    const { layout } = first;
    const odd = pages.find((page) => !isAlike(page, first));
    if (odd)
      throw new ImageFault(`its pages differ: page ${odd.place + 1} is of another size or kind than the first one`);
    const fault = lengthFault([layout.bands, pages.length, layout.height, layout.width]);
    if (fault) throw new ImageFault(fault);
    return stackOf(await readTiffPages(bytes, pages), channelsOf(first, pages.length));
  },
};

const isAlike = ({ layout: a }: TiffPage, { layout: b }: TiffPage): boolean =>
  a.width === b.width && a.height === b.height && a.bands === b.bands && a.bits === b.bits && a.format === b.format;

/** ImageJ writes the channels of a slice as pages of their own, one after the other. */
const CHANNELS = /^ImageJ=[^]*^channels=(\d+)$/m;

function channelsOf({ description }: TiffPage, pages: number): number {
  const stated = Number(CHANNELS.exec(description)?.[1] ?? 1);
  return stated >= 1 && pages % stated === 0 ? stated : 1;
}

/** @param apart channels that are pages of their own */
function stackOf(pages: Awaited<ReturnType<typeof readTiffPages>>, apart: number): Volume {
  const [{ width, height, count, hasAlpha, white }] = pages;
  const bands = hasAlpha ? count - 1 : count;
  const [channels, depth, area] = [apart * bands, pages.length / apart, width * height];
  const values = new Float32Array(channels * depth * area);
  pages.forEach((page, k) => {
    const [slice, first] = [Math.floor(k / apart), (k % apart) * bands];
    for (let band = 0; band < bands; band++) {
      const at = ((first + band) * depth + slice) * area;
      for (let p = 0; p < area; p++) values[at + p] = page.values[p * count + band];
    }
  });
  return { channels, depth, height, width, values, levels: white === null || white === 1 ? null : [0, white] };
}
