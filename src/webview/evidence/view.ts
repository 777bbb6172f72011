import type { MetricEvidence, SeenTrial } from '../../protocol/metric-evidence';
import type { PaletteId } from '../../protocol/explain-document';
import { element } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { exchangeView } from './exchange';
import { drawInput, drawMap, imageCanvas } from './image';
import { captioned, regionView } from './region';

/** All that a metric did with one map: the number, what it judged, and what it used of each. */
export function evidenceView(evidence: MetricEvidence, palette: PaletteId): HTMLElement {
  const { metric, asked, value, parts, trials, exchanges, regions, map } = evidence;
  const rows = [...new Set(trials.map(({ row }) => row))];
  return element(
    'article',
    { class: 'evidence-one', 'aria-label': asked || metric.label },
    element(
      'p',
      { class: 'evidence-value' },
      element('strong', { class: 'figure', title: String(value) }, said(value, metric.unit)),
      asked && element('span', {}, asked),
      ...Object.entries(parts).map(([name, part]) =>
        element('span', { class: 'quiet figure', title: String(part) }, `${name} ${figure(part)}`),
      ),
    ),
    startRow(evidence, palette),
    ...rows.map((row) =>
      trialRow(
        row,
        trials.filter((one) => one.row === row),
        palette,
      ),
    ),
    ...exchanges.map(exchangeView),
    ...regions.map((region) => regionView(region, map.dims, palette)),
  );
}

const said = (value: number, unit: string | null): string =>
  Number.isFinite(value) ? [figure(value), unit].filter(Boolean).join('\u00a0') : t('says nothing here');

/** The unchanged input with its scores, and the map that is judged. */
function startRow({ input, map, clean }: MetricEvidence, palette: PaletteId): HTMLElement {
  const image = imageCanvas(t('the input'));
  drawInput(image, input);
  const own = imageCanvas(t('the map'));
  drawMap(own, map, palette, input);
  const scores = t('probability {0} · logit {1}', figure(clean.probability), figure(clean.logit));
  return element(
    'ul',
    { class: 'evidence-row' },
    captioned(image, t('the input'), scores, `${clean.probability}, ${clean.logit}`),
    captioned(own, t('the map'), '', ''),
  );
}

function trialRow(row: string | null, trials: readonly SeenTrial[], palette: PaletteId): HTMLElement {
  return element(
    'section',
    {},
    row !== null && element('h3', {}, t(row)),
    element('ul', { class: 'evidence-row' }, ...trials.flatMap((trial) => images(trial, palette))),
  );
}

function images(trial: SeenTrial, palette: PaletteId): HTMLElement[] {
  const { what, map, number, of, faint } = trial;
  const canvas = imageCanvas(what);
  drawInput(canvas, trial);
  const text = `${t(of)} ${figure(number)}`;
  if (!map) return [captioned(canvas, what, text, String(number))];
  const own = imageCanvas(t('the map of {0}', what));
  drawMap(own, map, palette, faint ? undefined : trial);
  return [
    captioned(canvas, what, faint ? t('enlarged to be seen') : '', ''),
    captioned(own, t('its map'), text, String(number)),
  ];
}
