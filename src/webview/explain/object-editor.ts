import { drawBoundaries } from '../draw/boundaries';
import { areaOf, emptyMask, type Mask } from '../draw/mask';
import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { percent } from '../ui/format';
import { t } from '../ui/l10n';
import { button, checkbox } from '../ui/toolkit';
import type { ExplainApp } from './app';
import { brush } from './brush';
import { drawBrush } from './brush-ring';
import { objectTools } from './object-tools';
import { Stage } from './stage';

/**
 * Where the object is: read from the image's mask file, or painted here, so that IoU and the pointing game can be
 * computed.
 */
export function objectEditor(app: ExplainApp): Component {
  let open = false;
  let image = '';
  const size = (): readonly [number, number] | null => {
    const image = app.document.prediction?.input.image;
    return image ? [image.height, image.width] : null;
  };
  const mask = (): Mask | null => app.object?.mask ?? null;
  const tools = objectTools(() => painter, {
    clear: () => mask() && painter.replace(emptyMask(...(size() ?? [0, 0]))),
    redraw: () => stage.surface.redraw(),
  });
  const painter = brush({
    viewport: app.viewport,
    active: () => open,
    tool: () => tools.tool,
    radius: () => tools.radius,
    mask,
    size,
    onPaint: (painted) => app.setObject({ mask: painted, saved: false, file: app.object?.file ?? null }),
    onDone: (painted) => app.post({ kind: 'paint', mask: painted }),
  });
  const stage: Stage = new Stage(
    app,
    () => !open,
    (context, width, height) => {
      const painted = mask();
      if (painted) drawObject(context, painted, app, width, height);
      drawBrush(context, app, tools.radius, width, height);
    },
  );
  const { canvas } = stage.surface;
  painter.attach(stage.surface);
  const status = element('span', { class: 'quiet object-status', role: 'status' });
  const toggle = button({ label: t('Paint'), onClick: () => show(!open) });
  const save = button({
    label: t('Save mask'),
    appearance: 'primary',
    onClick: () => app.post({ kind: 'saveObject' }),
  });
  const drop = button({
    label: t('Discard'),
    title: t('Forget what was painted since it was saved'),
    onClick: () => app.post({ kind: 'dropObject' }),
  });
  const outline = checkbox(t('Outline on maps'), app.view.outline, (on) => app.setView({ outline: on }));
  const keys = t('Paint with the pointer, or with the arrow keys and Space. B brush, E eraser, F fill, [ and ] size.');
  const side = element(
    'div',
    { class: 'object-side' },
    tools.element,
    element('p', { class: 'quiet' }, keys),
    element('div', { class: 'object-steps' }, save, drop),
  );
  const body = element(
    'div',
    { class: 'object-body', hidden: true },
    element('div', { class: 'stage object-stage' }, canvas),
    side,
  );
  const head = element(
    'div',
    { class: 'object-head' },
    element('h2', {}, t('Object')),
    status,
    outline.element,
    toggle,
  );
  const node = element('section', { class: 'object', 'aria-label': t('Object mask') }, head, body);
  body.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') show(false);
    else if (!tools.press(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });

  function show(now: boolean): void {
    open = now;
    body.hidden = !open;
    setText(toggle, open ? t('Done') : t('Paint'));
    setAttribute(toggle, 'aria-expanded', String(open));
    app.setView({});
    if (open) canvas.focus();
    else toggle.focus();
  }
  return {
    element: node,
    update() {
      const { inputs, current } = app.document;
      const { object } = app;
      node.hidden = !size();
      if (node.hidden) return;
      if (inputs[current]?.uri !== image) painter.history.clear();
      image = inputs[current]?.uri ?? '';
      setText(status, statusOf(app));
      outline.set(app.view.outline);
      outline.element.hidden = !object;
      save.disabled = !object || object.saved;
      drop.disabled = !object || object.saved;
      tools.update(!object || !object.mask.data.some(Boolean));
      if (open) stage.update(null, null, t('{0}: paint where the object is', inputs[current]?.name ?? ''));
    },
  };
}

function statusOf({ object }: ExplainApp): string {
  if (!object) return t('No mask yet: paint where the object is, to see which map points at it.');
  const area = t('covers {0}', percent(areaOf(object.mask)));
  return [object.saved ? object.file : t('not saved'), area].filter(Boolean).join(' · ');
}

/** The object in a colour of its own, with its outline. */
function drawObject(
  context: CanvasRenderingContext2D,
  mask: Mask,
  app: ExplainApp,
  width: number,
  height: number,
): void {
  const [rows, columns] = mask.dims;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: columns, height: rows });
  const image = new ImageData(columns, rows);
  mask.data.forEach((inside, i) => inside && image.data.set([255, 214, 0, 110], i * 4));
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  const { x, y } = app.viewport.toCanvas({ u: 0, v: 0 });
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas, x * width, y * height, width * app.viewport.zoom, height * app.viewport.zoom);
  drawBoundaries(context, mask, app.viewport, width, height);
}
