import type { EvaluationSummary } from '../../../protocol/evaluation-summary';
import type { Section, Table } from '../table';

/** How alike methods are under each model, and models under each method. */
export function pairSection({ models, methods, comparisons, pairs }: EvaluationSummary): Section | null {
  if (pairs.length === 0) return null;
  const label = (pair: (typeof pairs)[number]): string =>
    pair.first.model === pair.second.model
      ? `${methods[pair.first.method].name} – ${methods[pair.second.method].name}`
      : `${methods[pair.first.method].name}: ${models[pair.first.model].name} – ${models[pair.second.model].name}`;
  const within = pairs.filter(({ first, second }) => first.model === second.model);
  const across = pairs.filter(({ first, second }) => first.model !== second.model);
  const names = [...new Set(within.map(label))];
  const byModel = comparisons.map(({ id, label: title, formula }): Table => ({
    caption: `${title} of two methods, per model`,
    columns: [{ label: 'Methods', text: true }, ...models.map(({ name }) => ({ label: name, hint: formula }))],
    rows: names.map((name) => [
      name,
      ...models.map(
        (_, m) =>
          within.find((p) => label(p) === name && p.first.model === m)?.values.find((v) => v.comparison === id) ?? null,
      ),
    ]),
  }));
  const byMethod: Table = {
    caption: 'The same method on two models',
    columns: [
      { label: 'Method and models', text: true },
      ...comparisons.map(({ label: title, formula }) => ({ label: title, hint: formula })),
    ],
    rows: across.map((pair) => [label(pair), ...pair.values]),
  };
  return {
    title: 'How alike are the explanations?',
    tables: [...(names.length > 0 ? byModel : []), ...(across.length > 0 ? [byMethod] : [])],
    terms: comparisons.map(({ label: term, formula, alike }) => ({ term, text: `${formula}; ${alike} is more alike` })),
  };
}
