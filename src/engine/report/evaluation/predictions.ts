import type { EvaluationSummary } from '../../../protocol/evaluation-summary';
import type { Section, Table } from '../table';

/** Larger matrices are in `confusion.csv` only. */
const MOST_CLASSES = 30;

/** How good the models are. */
export function predictionSection({ models, misclassified, methods }: EvaluationSummary): Section | null {
  const classified = models.flatMap(({ name, classification }) =>
    classification ? [{ name, ...classification }] : [],
  );
  if (classified.length === 0) return null;
  const measures: Table = {
    caption: 'Classification',
    columns: [{ label: 'Measure', text: true }, ...classified.map(({ name }) => ({ label: name }))],
    rows: classified[0].measures.map(({ id, label }) => [
      label,
      ...classified.map((model) =>
        id === 'accuracy' ? model.accuracy : (model.measures.find((m) => m.id === id)?.value ?? null),
      ),
    ]),
  };
  const wrong: Table = {
    caption: 'Misclassified inputs, those explained furthest outside the object first',
    columns: [
      { label: 'Model', text: true },
      { label: 'Input', text: true },
      { label: 'Label', text: true },
      { label: 'Predicted', text: true },
      { label: 'Probability' },
      { label: 'Outside the mask', hint: `1 − relevance mass of ${methods[0]?.name ?? 'the first method'}` },
    ],
    rows: misclassified.map(({ model, name, label, predicted, probability, outside }) => [
      models[model].name,
      name,
      label,
      predicted,
      probability,
      outside,
    ]),
  };
  return {
    title: 'Is the model right?',
    tables: [measures, ...classified.flatMap(classTables), ...(misclassified.length > 0 ? [wrong] : [])],
    terms: classified[0].measures.map(({ label, formula }) => ({ term: label, text: formula })),
  };
}

function classTables({
  name,
  classes,
  confusion,
  reliability,
}: { name: string } & NonNullable<EvaluationSummary['models'][number]['classification']>): Table[] {
  const numbers = (...labels: string[]) => labels.map((label) => ({ label }));
  const tables: Table[] = [
    {
      caption: `${name}: classes`,
      columns: [{ label: 'Class', text: true }, ...numbers('Inputs', 'Precision', 'Recall', 'F1', 'ROC AUC')],
      rows: classes.map(({ name: label, support, precision, recall, f1, rocAuc }) => [
        label,
        support,
        precision,
        recall,
        f1,
        rocAuc,
      ]),
    },
    {
      caption: `${name}: reliability`,
      columns: [{ label: 'Confidence', text: true }, ...numbers('Inputs', 'Mean confidence', 'Accuracy')],
      rows: reliability
        .filter(({ count }) => count > 0)
        .map(({ from, to, count, confidence, accuracy }) => [
          `(${from.toFixed(3)}, ${to.toFixed(3)}]`,
          count,
          confidence,
          accuracy,
        ]),
    },
  ];
  const matrix: Table = {
    caption: `${name}: confusion matrix, one row per true class`,
    columns: [{ label: 'True \\ predicted', text: true }, ...classes.map(({ name: label }) => ({ label }))],
    rows: confusion.map((row, k) => [classes[k].name, ...row]),
  };
  return classes.length > MOST_CLASSES ? tables : [tables[0], matrix, tables[1]];
}
