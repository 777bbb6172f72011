import { targetBox } from '../../protocol/target';
import type { Component } from '../ui/component';
import { element, keyed, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { rowFocus } from '../ui/row-focus';
import type { ExplainApp } from './app';
import { chooseBox, keyOf, shownBoxes, thresholdsOf, whereOf, type ShownBox } from './boxes';
import { classRow, showClassRow } from './class-row';

/** Rows that hold the place of detections to come. */
const placeholders = 5;

export interface DetectionList extends Component {
  /** Moves the focus to the row where Tab would come to. */
  focus(): void;
  /** Marks the row of a box that is pointed at elsewhere. */
  mark(key: string | null): void;
}

/** The boxes over the image as rows, for the keyboard and for those that cover each other. */
export function detectionList(app: ExplainApp, onPoint: (key: string | null) => void): DetectionList {
  const list = element('div', { class: 'class-rows', 'aria-label': t('Detections') });
  const none = element('p', { class: 'quiet', role: 'status' });
  const skeletons = Array.from({ length: placeholders }, () => element('div', { class: 'class-row skeleton' }));
  const waiting = element('div', { class: 'class-rows' }, ...skeletons);
  const rows = rowFocus(list, {
    choose: (key) => {
      const box = shownBoxes(app).find((one) => keyOf(one) === key);
      if (box) chooseBox(app, box);
    },
    point: onPoint,
  });
  return {
    element: element('div', { class: 'detection-place' }, list, none, waiting),
    focus: rows.focus,
    mark: (key) => {
      for (const row of list.children) row.classList.toggle('pointed', (row as HTMLElement).dataset.key === key);
    },
    update() {
      const boxes = shownBoxes(app);
      keyed(list, boxes, keyOf, classRow, showBox);
      const { prediction } = app.document;
      waiting.hidden = prediction !== null;
      list.hidden = boxes.length === 0;
      none.hidden = !prediction || boxes.length > 0;
      const { score } = thresholdsOf(app);
      setText(none, t('No detections above {0}: lower the threshold or draw a box.', score.toFixed(2)));
      const target = targetBox(app.document);
      rows.update(target && keyOf(target));
    },
  };
}

function showBox(node: HTMLElement, box: ShownBox): void {
  const { index, label, score, proposal } = box;
  showClassRow(node, {
    index,
    label,
    value: score === null ? t('drawn') : score.toFixed(2),
    said: `${label}: ${score === null ? t('drawn') : t('score {0}', figure(score))}, ${whereOf(box)}`,
    swatch: proposal === null ? 'dashed' : 'full',
  });
}
