import type { FigureTile } from '../../../protocol/figure';
import { inBlocks } from '../../../protocol/figure-rows';
import type { Result, ResultMap } from '../result';
import { changesOf, inputTile, missingTile, overlayTile } from '../tiles';
import type { Layout } from './layout';

/** A row for each result, a column for each method; what differs between the results names the rows. */
export const rows: Layout = {
  id: 'rows',
  label: 'a row for each result (images, models, before and after FORGrad), a column for each method',
  async tiles(results) {
    const columns = [...new Map(results.flatMap(({ maps }) => maps.map((map) => [map.method, map.label] as const)))];
    const rows: FigureTile[][] = [];
    for (const result of results) {
      const row = [await inputTile(result, nameOf(result, results))];
      for (const [method, label] of columns) {
        const map = result.maps.find((one) => one.method === method);
        row.push(map ? await overlayTile(map, result, differences(map, results)) : missingTile(label));
      }
      rows.push(row);
    }
    return inBlocks(rows);
  },
};

/** The image, and the model where several are compared. */
function nameOf({ image, model }: Result, all: readonly Result[]): string {
  const differ = (one: (result: Result) => string): boolean => new Set(all.map(one)).size > 1;
  const names = [differ((result) => result.image) && image, differ((result) => result.model) && model];
  return names.filter(Boolean).join(' · ') || image;
}

/** A map's parameters where the same method stands there with others. */
function differences({ method, params }: ResultMap, all: readonly Result[]): string {
  const own = all.flatMap(({ maps }) => maps.filter((map) => map.method === method));
  const said = own.map((map) => changesOf(method, map.params));
  return new Set(said).size > 1 ? changesOf(method, params) || 'as by default' : '';
}
