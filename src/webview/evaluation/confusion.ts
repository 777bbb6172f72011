import type { ClassificationSummary } from '../../protocol/evaluation';
import { confusion } from '../confusion/confusion';
import type { Component } from '../ui/component';
import { memo } from '../ui/memo';
import { modelOf, type EvaluationApp } from './app';

/** What the model looked at takes for what; a cell filters the inputs. */
export function confusionOf(app: EvaluationApp): Component {
  const confused = memo(({ classes, confusion: counts }: ClassificationSummary) => ({
    names: classes.map(({ name }) => name),
    counts,
  }));
  return confusion({
    confused() {
      const classification = modelOf(app)?.classification;
      return classification ? confused(classification) : null;
    },
    chosen: () => app.view.cell,
    choose: (cell) => app.setView({ cell, confidence: null, filter: 'all' }),
    post: app.post,
  });
}
