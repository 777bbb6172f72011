import { strokeBox } from '../draw/boxes';
import type { Surface } from '../draw/surface';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { onStillClick } from '../ui/still-click';
import { button } from '../ui/toolkit';
import type { ExplainApp } from './app';
import { boxPencil } from './box-pencil';
import { boxUnder, chooseBox, keyOf, labelOf, visibleOf, type ShownBox } from './boxes';
import { detectionList } from './detections';
import { drawDetections } from './prediction-marks';
import { frameOf } from './frame';
import type { InputTool } from './input-tool';
import { missedBox } from './missed-box';
import { taskOf } from './task';
import { thresholds } from './thresholds';

/**
 * What a detector has found, as boxes over the input and as rows below it: a click on either is what the maps explain,
 * and a box it has missed can be drawn.
 */
export function detector(app: ExplainApp): InputTool {
  let surface: Surface | undefined;
  let pointed: string | null = null;
  let drawing = false;
  const point = (key: string | null): void => {
    pointed = key;
    list.mark(key);
    surface?.redraw();
  };
  const limits = thresholds(app);
  const list = detectionList(app, point);
  const missed = missedBox(app, (corners, index) => {
    app.setView({ drawn: { input: app.document.inputs[app.document.current].uri, corners, index } });
    chooseBox(app, { proposal: null, index, label: labelOf(app, index), score: null, corners });
    draw(false);
    list.focus();
  });
  const pencil = boxPencil({
    viewport: app.viewport,
    active: () => drawing,
    size: () => sizeOf(app),
    onDone: (corners) => missed.ask(corners),
    onLeave: () => {
      draw(false);
      toggle.focus();
    },
  });
  const count = element('span', {
    class: 'quiet figure',
    role: 'status',
    title: t('Boxes that the thresholds leave, of all that were found'),
  });
  const toggle = button({ label: t('Draw a missed box'), onClick: () => draw(!drawing) });
  const room = element('div', { class: 'detection-room' }, list.element, missed.element);
  const node = element(
    'section',
    { class: 'detector', 'aria-label': t('Detections') },
    limits.element,
    room,
    element('div', { class: 'detector-foot' }, count, toggle),
  );

  function draw(now: boolean): void {
    drawing = now;
    pencil.clear();
    missed.ask(null);
    app.setView({});
    if (now) surface?.canvas.focus();
  }
  return {
    element: node,
    get painting() {
      return drawing;
    },
    attach(on, seen) {
      // Volumes have no boxes.
      if (seen !== app) return;
      surface = on;
      pencil.attach(on);
      const { canvas } = on;
      const at = ({ offsetX, offsetY }: MouseEvent): ShownBox | undefined =>
        drawing
          ? undefined
          : boxUnder(app, app.viewport.toImage(offsetX / canvas.clientWidth, offsetY / canvas.clientHeight));
      canvas.addEventListener('pointermove', (event) => {
        const box = at(event);
        point(box ? keyOf(box) : null);
        canvas.classList.toggle('on-box', box !== undefined);
      });
      canvas.addEventListener('pointerleave', () => point(null));
      onStillClick(canvas, (event) => {
        const box = at(event);
        if (!box) return;
        // Beside the boxes a click enlarges the image.
        event.stopPropagation();
        chooseBox(app, box);
      });
    },
    draw(seen, context, width, height) {
      drawDetections(seen, context, width, height, { pointed });
      const frame = frameOf(seen, context, width, height);
      if (frame && drawing && pencil.corners)
        strokeBox(frame, pencil.corners, { color: '#ffffff', width: 2, dashed: true });
    },
    update() {
      node.hidden = taskOf(app) !== 'detection';
      if (node.hidden) return;
      limits.update();
      list.update();
      missed.update();
      list.element.hidden = drawing;
      missed.element.hidden = !drawing;
      setText(count, countOf(app));
      setText(toggle, drawing ? t('Leave') : t('Draw a missed box'));
      toggle.disabled = !sizeOf(app);
      surface?.redraw();
    },
  };
}

function sizeOf({ document: { prediction } }: ExplainApp): readonly [number, number] | null {
  const image = prediction?.input.image;
  return image ? [image.width, image.height] : null;
}

function countOf(app: ExplainApp): string {
  const all = app.document.prediction?.boxes?.candidates.length;
  return all === undefined ? '' : t('{0} of {1}', visibleOf(app).length, all);
}
