import { cardIdOf } from '../../protocol/cards';
import type { PinnedImage, VersionRow } from '../../protocol/versions';
import type { FigureLayout, FigureTile } from '../draw/figure';
import { legendBar, legendValues } from '../draw/legend';
import { figure } from '../ui/format';
import type { ExplainApp } from './app';
import { changedCards, changeLabel, partsOf } from './change';
import { drawGridImage } from './grid-image';
import { unitOfMethod } from './unit';

/** The two versions that are shown: of every image and method the map before, the map after, and the difference. */
export function versionLayout(app: ExplainApp): FigureLayout {
  const { images, rows, list, before, after } = app.versions;
  const tiles = images.flatMap((image) => {
    const row = rows.find(({ uri }) => uri === image.uri);
    return row ? tilesOf(app, image, row) : [];
  });
  const nameOf = (id: string | null): string | undefined => list.find((version) => version.id === id)?.name;
  const pair = [nameOf(before), nameOf(after)].filter(Boolean).join(' → ');
  const title = [app.document.model?.name, pair].filter(Boolean).join(' · ');
  return { title, tiles, across: 3 };
}

function tilesOf(app: ExplainApp, image: PinnedImage, row: VersionRow): FigureTile[] {
  return changedCards(app, row).flatMap((key) =>
    partsOf(app, key.method, row.maps[cardIdOf(key)]).map(({ name, plane, coloring }) => {
      const canvas = document.createElement('canvas');
      drawGridImage(canvas, { ...image, map: plane && app.view.maps ? { plane, coloring } : null });
      const [low, high] = legendValues(coloring).map(figure);
      const legend = plane && { bar: legendBar(coloring), low, high, unit: unitOfMethod(app, key.method).text };
      return { title: `${changeLabel(app, key)}: ${name}`, image: canvas, legend, note: image.name };
    }),
  );
}
