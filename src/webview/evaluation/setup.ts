import type { ExplainedClass } from '../../protocol/evaluation';
import type { Component } from '../ui/component';
import { numberField, select } from '../ui/controls';
import { element, keyed, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { checkbox, type Checkbox } from '../ui/toolkit';
import { accuracyOnly } from './accuracy-only';
import { isRunning, type EvaluationApp } from './app';
import { boxOptions, findsBoxes } from './box-options';
import { methods, metrics } from './choices';
import { labelled } from './labelled';
import { labels } from './labels';
import { setupSummary } from './setup-summary';

/** What is evaluated and how; closed once there is something to see. */
export function setup(app: EvaluationApp): Component {
  const parts = [labels(app), models(app), methods(app), metrics(app)];
  const more = options(app);
  const only = accuracyOnly(app);
  const title = element('span', { class: 'setup-title' }, t('Set-up'));
  const summary = element('summary', {}, title);
  const left = element('div', { class: 'setup-column' }, parts[0].element, parts[1].element);
  const body = element('div', { class: 'setup' }, left, parts[2].element, parts[3].element);
  const node = element('details', { class: 'setup-box' }, summary, only.element, body, more.element);
  summary.addEventListener('click', (event) => {
    event.preventDefault();
    app.setView({ setupOpen: !node.open });
  });
  /** The results beside which the set-up was looked at, so that its preview is asked for once. */
  let asked: unknown = null;
  return {
    element: node,
    update() {
      const { results, run, inspection, inspectionError } = app.document;
      node.open = app.view.setupOpen ?? (!results && !run);
      if (node.open && results && !inspection && !inspectionError && asked !== results) {
        asked = results;
        app.post({ kind: 'inspect' });
      }
      summary.replaceChildren(title, setupSummary(app));
      node.classList.toggle('at-work', isRunning(app.document));
      for (const part of [only, ...parts, more]) part.update();
    },
  };
}

function models(app: EvaluationApp): Component {
  const list = element('div', { class: 'model-list' });
  const boxes = new Map<string, Checkbox>();
  const toggle = (uri: string, chosen: boolean): void => {
    const others = (app.document.setup?.models ?? []).filter((other) => other !== uri);
    app.choose({ models: chosen ? [...others, uri] : others });
  };
  const note = element('span', { class: 'quiet', role: 'status' });
  const none = element('p', { class: 'quiet' });
  return {
    element: element(
      'section',
      { class: 'block', 'aria-label': t('Models') },
      element('div', { class: 'section-title' }, element('h2', {}, t('Models')), note),
      list,
      none,
    ),
    update() {
      const { models: all, searching, setup: now } = app.document;
      none.hidden = all.length > 0;
      setText(
        none,
        searching
          ? t('Looking for models in this workspace…')
          : t('No model was found in this workspace. Export one as .onnx into it.'),
      );
      setText(note, app.document.fitting ? t('looking for one that knows these labels…') : '');
      keyed(
        list,
        all,
        ({ uri }) => uri,
        ({ uri, name, place }) => {
          const box = checkbox(name, false, (chosen) => toggle(uri, chosen));
          boxes.set(uri, box);
          return element(
            'div',
            { class: 'choice', 'data-picker': name, title: decodeURIComponent(uri) },
            box.element,
            element('span', { class: 'quiet' }, place),
          );
        },
        (_node, { uri }) => boxes.get(uri)?.set(now?.models.includes(uri) ?? false),
      );
    },
  };
}

/** The class explained, how many inputs, the seed and where results go. */
function options(app: EvaluationApp): Component {
  const node = element('div', { class: 'options' });
  let drawn = '';
  return {
    element: node,
    update() {
      const { setup: now } = app.document;
      if (!now || node.contains(document.activeElement)) return;
      const key = JSON.stringify([
        now.target,
        now.boxes,
        now.whichBoxes,
        now.scoreThreshold,
        now.overlapThreshold,
        findsBoxes(app),
        now.limit,
        now.seed,
        now.out,
      ]);
      if (key === drawn) return;
      drawn = key;
      const targets = [
        { value: 'predicted', label: t('the predicted class') },
        { value: 'label', label: t('the labelled class') },
        { value: 'label-minus-predicted', label: t('the labelled class minus the predicted one') },
      ];
      const out = element('input', {
        class: 'field out',
        type: 'text',
        'aria-label': t('Results go to'),
        spellcheck: 'false',
        title: now.out,
      });
      out.value = now.out;
      out.addEventListener('change', () => out.value.trim() && app.choose({ out: out.value.trim() }));
      node.replaceChildren(
        labelled(
          t('Explain'),
          select(t('Class explained'), targets, now.target, (target) =>
            app.choose({ target: target as ExplainedClass }),
          ),
        ),
        ...(findsBoxes(app) ? boxOptions(app, now) : []),
        labelled(
          t('At most'),
          numberField({
            label: t('At most so many inputs'),
            value: now.limit,
            minimum: 1,
            integer: true,
            optional: true,
            onChange: (limit) => app.choose({ limit }),
          }),
          t('inputs'),
        ),
        labelled(
          t('Seed'),
          numberField({
            label: t('Seed'),
            value: now.seed,
            minimum: 0,
            integer: true,
            onChange: (seed) => seed !== null && app.choose({ seed }),
          }),
        ),
        labelled(t('Results go to'), out),
      );
    },
  };
}
