import type { LayerCam } from '../../protocol/layer-overview';
import { paintHeatmap } from '../draw/heatmap';
import { paletteOf } from '../draw/palette';
import { floorOf, rangeOf, toPlane } from '../draw/plane';
import type { Component } from '../ui/component';
import { element, keyed, setAttribute } from '../ui/element';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import { methodOf, setChoice, type ExplainApp } from './app';
import { stagesOf, type Stage } from './layers';
import { imageOf } from './stage';

/** Pixels on the longer side of a layer's thumbnail. */
const thumbnailSize = 72;

/**
 * One choice per stage of the network, from the input up: taking one moves every chosen method that reads a layer
 * there. On demand each shows its CAM, which costs one forward and one backward pass for all.
 */
export function layerOverview(app: ExplainApp): Component {
  const list = element('div', { class: 'layer-choices', role: 'radiogroup', 'aria-label': t('Layer') });
  const show = button({
    label: t('Show every stage'),
    title: t('A small Grad-CAM at every stage, from one forward and one backward pass'),
    onClick: () => app.post({ kind: 'layerOverview' }),
  });
  const node = element(
    'section',
    { class: 'layer-overview', 'aria-label': t('Layers') },
    element('h2', {}, t('Layer')),
    list,
    show,
  );
  const choose = (tensor: string | null): void => {
    const readers = app.document.choices.filter((choice) => choice.selected && readsLayer(app, choice.method));
    for (const { method } of readers)
      setChoice(app, method, { layer: tensor }, method === readers[readers.length - 1].method);
  };
  return {
    element: node,
    update() {
      const { choices, layerOverview: overview, prediction } = app.document;
      const readers = choices.filter((choice) => choice.selected && readsLayer(app, choice.method));
      const stages = stagesOf(app);
      node.hidden = readers.length === 0 || stages.length === 0;
      show.hidden = overview !== null || !prediction?.input.image;
      const chosen = readers[0]?.layer ?? null;
      const key = (stage: Stage | null): string => `${stage?.tensor ?? ''}${overview ? ` ${overview.seconds}` : ''}`;
      const make = (stage: Stage | null): HTMLElement => layerChoice(app, stage, choose);
      keyed<Stage | null, HTMLElement>(list, [null, ...stages], key, make, (label, stage) => {
        (label.firstElementChild as HTMLInputElement).checked = (stage?.tensor ?? null) === chosen;
        setAttribute(label, 'data-layer', stage?.tensor ?? '');
      });
    },
  };
}

function layerChoice(app: ExplainApp, stage: Stage | null, choose: (tensor: string | null) => void): HTMLElement {
  const input = element('input', { type: 'radio', name: 'layer', onchange: () => choose(stage?.tensor ?? null) });
  const found = app.document.layerOverview?.layers.find(({ tensor }) => tensor === stage?.tensor);
  const image = found && thumbnailOf(app, found);
  return element(
    'label',
    { class: 'segment', title: stage?.title ?? t('The method chooses') },
    input,
    image,
    element('span', {}, stage?.name ?? t('Automatic')),
  );
}

/** The stage's map over the input, in the panel's colours at the time. */
function thumbnailOf(app: ExplainApp, { map }: LayerCam): HTMLCanvasElement {
  const canvas = element('canvas', { class: 'layer-thumbnail', 'aria-hidden': 'true' });
  const context = canvas.getContext('2d');
  const image = app.document.prediction?.input.image;
  if (!context || !image) return canvas;
  const scale = (window.devicePixelRatio * thumbnailSize) / Math.max(image.width, image.height);
  Object.assign(canvas, { width: Math.round(image.width * scale), height: Math.round(image.height * scale) });
  const plane = toPlane(map);
  const palette = paletteOf(app.view.palette ?? app.document.palette);
  const coloring = {
    palette,
    view: 'signed',
    signed: plane.values.some((value) => value < 0),
    range: rangeOf(plane, 'signed', false),
    low: floorOf(plane, 'signed'),
    opacity: app.view.opacity,
  } as const;
  context.drawImage(imageOf(image), 0, 0, canvas.width, canvas.height);
  context.drawImage(paintHeatmap(plane, coloring), 0, 0, canvas.width, canvas.height);
  return canvas;
}

function readsLayer(app: ExplainApp, id: string): boolean {
  return methodOf(app, id)?.needs.includes('layer') ?? false;
}
