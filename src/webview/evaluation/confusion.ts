import type { ClassificationSummary } from '../../protocol/evaluation-summary';
import { confusion } from '../confusion/confusion';
import type { FigurePart } from '../figure/part';
import type { Component } from '../ui/component';
import { memo } from '../ui/memo';
import { modelOf, type EvaluationApp } from './app';
import { occurringClasses } from './occurring';

/** What the model looked at takes for what, of the classes that occur; a cell filters the inputs. */
export function confusionOf(app: EvaluationApp): Component & FigurePart {
  const confused = memo((summary: ClassificationSummary) => {
    const places = occurringClasses(summary);
    return {
      names: places.map((index) => summary.classes[index].name),
      counts: places.map((label) => places.map((predicted) => summary.confusion[label][predicted])),
    };
  });
  const places = (): readonly number[] => {
    const classification = modelOf(app)?.classification;
    return classification ? occurringClasses(classification) : [];
  };
  return confusion({
    confused() {
      const classification = modelOf(app)?.classification;
      return classification ? confused(classification) : null;
    },
    chosen() {
      const { cell } = app.view;
      const place = (index: number | null): number | null => (index === null ? null : places().indexOf(index));
      return cell && { label: place(cell.label), predicted: place(cell.predicted) };
    },
    choose(cell) {
      const index = (place: number | null): number | null => (place === null ? null : places()[place]);
      const chosen = cell && { label: index(cell.label), predicted: index(cell.predicted) };
      app.setView({ cell: chosen, confidence: null, filter: 'all' });
    },
    post: app.post,
  });
}
