import type { Raster } from '../../protocol/raster';
import { LensError } from '../../protocol/error';
import { drawBoundaries } from '../draw/boundaries';
import { History, type Mask } from '../draw/mask';
import { drawPart } from '../draw/raster';
import { Surface } from '../draw/surface';
import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { ExplainApp } from './app';
import { brush } from './brush';
import { drawBrush } from './brush-ring';
import { imageEdits } from './image-edits';
import { latest } from './latest';
import { imageOf } from './stage';
import { whatIfResult } from './what-if-result';
import { whatIfTools } from './what-if-tools';

/** What if the image were another: a copy of it is changed, and the prediction follows every stroke. */
export function whatIf(app: ExplainApp): Component {
  let open = false;
  let raster: Raster | null = null;
  let original: Raster | null = null;
  let before: Raster | null = null;
  let mask: Mask | null = null;
  let source: Mask | null = null;
  const history = new History<Raster>(30);
  const result = whatIfResult(app);
  const follow = latest(async (copy: Raster) => {
    const begun = performance.now();
    try {
      const answer = await app.ask('whatIf', copy);
      if (raster) result.show(answer, performance.now() - begun);
    } catch (thrown) {
      result.fail(LensError.from(thrown).what);
    }
  });
  const show = (changed: Raster): void => {
    raster = changed;
    surface.redraw();
    update();
    follow(changed);
  };
  const step = (way: 'undo' | 'redo'): void => {
    const other = raster && history[way](raster);
    source = null;
    if (other) show(other);
  };
  const tools = whatIfTools(imageEdits(), {
    undo: () => step('undo'),
    redo: () => step('redo'),
    reset: () => original && raster && (history.note(raster), show(original)),
    keep: () => void keep(),
    redraw: () => surface.redraw(),
    chosen: () => (source = null),
  });
  const applied = (painted: Mask): Raster | Promise<Raster> =>
    tools.edit.apply({ app, raster: before!, mask: painted, original: original!, color: tools.color, source });
  const painter = brush({
    viewport: app.viewport,
    active: () => open,
    tool: () => 'add',
    radius: () => tools.radius,
    mask: () => mask,
    size: () => (raster ? [raster.height, raster.width] : null),
    onPaint(painted) {
      before ??= raster;
      mask = painted;
      surface.redraw();
      const changed = tools.edit.live && applied(painted);
      if (changed && !(changed instanceof Promise)) show(changed);
    },
    onDone: (painted) => void finish(painted),
  });
  const surface = new Surface(
    app.viewport,
    (context, width, height) => {
      if (raster) drawPart(context, imageOf(raster), app.viewport, width, height);
      for (const marked of [mask, source]) if (marked) drawBoundaries(context, marked, app.viewport, width, height);
      drawBrush(context, app, tools.radius, width, height);
    },
    () => !open,
  );
  surface.canvas.className = 'stage-canvas';
  painter.attach(surface);

  async function finish(painted: Mask): Promise<void> {
    const old = before;
    if (tools.edit.placing && !source) {
      // Marked: the next stroke says where it goes.
      [source, mask, before] = [painted, null, null];
      return surface.redraw();
    }
    try {
      // What was seen during the stroke was asked about then.
      const changed = tools.edit.live ? null : await applied(painted);
      if (old) history.note(old);
      [mask, before, source] = [null, null, null];
      if (changed) show(changed);
      else app.setView({});
    } catch (thrown) {
      [mask, before] = [null, null];
      result.fail(LensError.from(thrown).what);
    }
  }
  async function keep(): Promise<void> {
    if (!raster) return;
    try {
      app.notify(t('The changed image was kept as {0}.', await app.ask('keepImage', raster)));
    } catch (thrown) {
      result.fail(LensError.from(thrown).what);
    }
  }
  const toggle = button({ label: t('Change the image'), onClick: () => turn(!open) });
  const keys = t(
    'Change it with the pointer, or with the arrow keys and Space. [ and ] size, Ctrl+Z undo, Escape ends.',
  );
  const body = element(
    'div',
    { class: 'what-if-body', hidden: true },
    element('div', { class: 'stage what-if-stage' }, surface.canvas),
    element('div', { class: 'what-if-side' }, tools.element, element('p', { class: 'quiet' }, keys), result.element),
  );
  const head = element('div', { class: 'what-if-head' }, element('h2', {}, t('What if')), toggle);
  const node = element('section', { class: 'what-if', 'aria-label': t('What if') }, head, body);
  body.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') turn(false);
    else if (!tools.press(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });

  function turn(now: boolean): void {
    open = now;
    body.hidden = !open;
    setText(toggle, open ? t('Done') : t('Change the image'));
    setAttribute(toggle, 'aria-expanded', String(open));
    app.setView({});
    if (open) surface.canvas.focus();
    else toggle.focus();
  }
  function update(): void {
    const image = app.document.prediction?.input.volume ? null : (app.document.prediction?.input.image ?? null);
    node.hidden = !image;
    if (image !== original) {
      // Another image, or the same read anew: changes belong to the one they were made of.
      [original, raster, before, mask, source] = [image, image, null, null, null];
      history.clear();
      result.show(null, 0);
    }
    if (!image) return;
    tools.update({ canUndo: history.canUndo, canRedo: history.canRedo, isChanged: raster !== original });
    surface.canvas.style.aspectRatio = String(image.width / image.height);
    surface.canvas.setAttribute('aria-label', t('A copy of {0} to be changed', nameOf(app)));
    if (open) surface.redraw();
  }
  return { element: node, update };
}

const nameOf = ({ document: { inputs, current } }: ExplainApp): string => inputs[current]?.name ?? '';
