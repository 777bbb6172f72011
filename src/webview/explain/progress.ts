import type { Prediction } from '../../protocol/prediction';
import { announcer } from '../ui/announcer';
import type { Component } from '../ui/component';
import { t } from '../ui/l10n';
import { atWork, methodOf, type ExplainApp } from './app';
import { visibleOf } from './boxes';
import { said } from './said';

/** Says to screen readers what was predicted, which map came, and how many are still to come. */
export function progress(app: ExplainApp): Component {
  const { element, say } = announcer();
  let predicted: unknown = null;
  let before = 0;
  return {
    element,
    update() {
      const { prediction, cards, methods } = app.document;
      const done = cards.filter((card) => !atWork(card));
      const top = prediction?.predictions[0];
      if (prediction !== predicted && top) say(predictedOf(app, top));
      else if (done.length > before && methods.length > 0) {
        const failed = done.filter(({ state }) => state === 'error');
        if (done.length === cards.length)
          say(
            failed.length > 0
              ? t('{0} of {1} maps failed', failed.length, cards.length)
              : t('All {0} maps are there', cards.length),
          );
        else say(t('{0} of {1} maps, the last one {2}', done.length, cards.length, lastOf(app, done.length - 1)));
      }
      predicted = prediction;
      before = done.length;
    },
  };
}

function predictedOf(app: ExplainApp, top: Prediction): string {
  if (app.document.prediction?.boxes) return t('{0} boxes found', visibleOf(app).length);
  return t('Predicted: {0}, {1}', top.label, said(app, top));
}

function lastOf(app: ExplainApp, at: number): string {
  const method = app.document.cards.filter((card) => !atWork(card))[at]?.method ?? '';
  return methodOf(app, method)?.label ?? method;
}
