import type { FigureTile } from '../../../protocol/figure';
import { inBlocks } from '../../../protocol/figure-rows';
import { aboveThreshold, iou, overlap } from '../../metric/iou';
import { withDefaults } from '../../parameter/values';
import { minMax } from '../../statistics/normalise';
import { EMPTY, inputTile, maskTile } from '../tiles';
import type { Layout } from './layout';

/** Of every image the object, and what each method's map cuts out as the metric of overlap does. */
export const masks: Layout = {
  id: 'masks',
  label: "the object beside each map above the overlap's threshold, with IoU",
  async tiles(results) {
    const { threshold } = withDefaults(iou.params, {});
    const most = Math.max(...results.map(({ maps }) => maps.length));
    const rows: FigureTile[][] = [];
    for (const result of results) {
      const { object, maps } = result;
      const size = maps[0].map.dims;
      const row = [await inputTile(result)];
      row.push(
        object ? await maskTile('object', object, size, '') : { ...EMPTY, title: 'object', note: 'none is marked' },
      );
      for (const { label, map } of maps) {
        const cut = aboveThreshold(minMax(map.data), threshold);
        const said = object ? `IoU ${overlap(cut, object).iou.toPrecision(3)}, ` : '';
        row.push(await maskTile(label, cut, map.dims, `${said}above ${threshold} of its range`));
      }
      while (row.length < 2 + most) row.push(EMPTY);
      rows.push(row);
    }
    return inBlocks(rows, 2);
  },
};
