import { cardIdOf } from '../../protocol/cards';
import { paintLegend } from '../draw/legend';
import { t } from '../ui/l10n';
import { inputCardId, methodOf, cardOf, type ExplainApp } from './app';
import { endsOf } from './card-legend';
import { coloringOf } from './coloring';
import { inputImage, overlay } from './exporting';
import { quantityText } from './quantity';
import { targetName, targetNumber } from './target-name';
import { unitOf } from './unit';
import { variantText } from './variant';

/** In pixels, before the figure is drawn at twice the density. */
const tile = 320;
const gap = 24;
const caption = 28;
const foot = 36;
const columns = 4;
const density = 2;
const font = (size: number, weight = 400): string => `${weight} ${size}px system-ui, sans-serif`;

interface Tile {
  readonly id: string;
  readonly title: string;
  readonly image: HTMLCanvasElement;
}

/** What is on screen as one figure on white: the input and every finished map, named, each with its colour bar. */
export function figureOf(app: ExplainApp): HTMLCanvasElement {
  const tiles = tilesOf(app);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context || tiles.length === 0) return canvas;
  const { width, height } = tiles[0].image;
  const tall = (tile * height) / width;
  const across = Math.min(columns, tiles.length);
  const down = Math.ceil(tiles.length / across);
  const row = caption + tall + foot + gap;
  canvas.width = density * (across * (tile + gap) + gap);
  canvas.height = density * (gap + caption + down * row);
  context.scale(density, density);
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = 'middle';
  write(context, titleOf(app), gap, gap, across * (tile + gap) - gap, font(16, 600));
  tiles.forEach((one, i) => {
    const x = gap + (i % across) * (tile + gap);
    const y = gap + caption + Math.floor(i / across) * row;
    write(context, one.title, x, y + caption / 2, tile, font(14, 600));
    context.imageSmoothingQuality = 'high';
    context.drawImage(one.image, x, y + caption, tile, tall);
    drawLegend(context, app, one.id, x, y + caption + tall + 8);
  });
  return canvas;
}

/** The enlarged card alone, or all of them. */
function tilesOf(app: ExplainApp): Tile[] {
  const { enlarged } = app.view;
  const input = inputImage(app);
  const shown = (id: string): boolean => enlarged === null || enlarged === id;
  const maps = app.document.cards.flatMap((card): Tile[] => {
    const id = cardIdOf(card);
    if (card.state !== 'done' || !shown(id)) return [];
    const method = methodOf(app, card.method);
    const title = [method?.label ?? card.method, variantText(method, card.variant)].filter(Boolean).join(', ');
    return [{ id, title, image: overlay(app, id) }];
  });
  return [...(input && shown(inputCardId) ? [{ id: inputCardId, title: t('Input'), image: input }] : []), ...maps];
}

function titleOf(app: ExplainApp): string {
  const { inputs, current, model } = app.document;
  const explained = [targetName(app), targetNumber(app), quantityText(app)].filter(Boolean).join(' ');
  return [inputs[current]?.name, model?.name, explained].filter(Boolean).join(' · ');
}

function drawLegend(context: CanvasRenderingContext2D, app: ExplainApp, id: string, x: number, y: number): void {
  const coloring = cardOf(app, id) && coloringOf(app, id);
  if (!coloring) return;
  const bar = document.createElement('canvas');
  paintLegend(bar, coloring);
  context.drawImage(bar, x, y, tile, 8);
  const [low, high] = endsOf(app, id, coloring);
  write(context, low, x, y + 20, tile / 2, font(12));
  const end = `${high} ${unitOf(app, id).text}`;
  context.font = font(12);
  write(context, end, x + tile - context.measureText(end).width, y + 20, tile / 2, font(12));
}

/** Cut where there is no room. */
function write(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  room: number,
  style: string,
): void {
  context.font = style;
  context.fillStyle = '#000000';
  let shown = text;
  while (shown.length > 1 && context.measureText(shown).width > room) shown = `${shown.slice(0, -2)}…`;
  context.fillText(shown, x, y);
}
