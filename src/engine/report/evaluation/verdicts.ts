import { verdictIds, verdictLabels, type RaterAgreement, type StoredVerdicts } from '../../../protocol/map-verdict';
import type { EvaluationSummary } from '../../../protocol/evaluation-summary';
import type { Section } from '../table';

const STATISTICS: Readonly<Record<RaterAgreement['statistic'], string>> = Object.freeze({
  cohen: 'Cohen’s κ',
  fleiss: 'Fleiss’ κ',
});

/** What people said of the maps, and how far they agree. */
export function verdictSection(
  { models, methods }: EvaluationSummary,
  { given, methods: counted, agreement }: StoredVerdicts,
): Section | null {
  if (given.length === 0) return null;
  const raters = new Set(given.map(({ rater }) => rater)).size;
  return {
    title: 'What did people say of the maps?',
    paragraphs: [
      `${given.length} verdicts of ${raters} ${raters === 1 ? 'person' : 'people'}; each is in verdicts.csv.`,
      ...(agreement ? [sentenceOf(agreement)] : []),
    ],
    tables: [
      {
        caption: 'Verdicts per method',
        columns: [
          { label: 'Model', text: true },
          { label: 'Method', text: true },
          { label: 'Maps' },
          ...verdictIds.map((id) => ({ label: verdictLabels[id] })),
          { label: 'κ', hint: 'Cohen’s of two raters, Fleiss’ of more, over the maps that all of them judged' },
          { label: 'Maps of all raters' },
        ],
        rows: counted.map(({ model, method, maps, counts, agreement: own }) => [
          models[model].name,
          methods[method].name,
          maps,
          ...verdictIds.map((id) => counts[id]),
          own?.kappa ?? null,
          own?.maps ?? null,
        ]),
      },
    ],
  };
}

function sentenceOf({ statistic, raters, maps, observed, kappa }: RaterAgreement): string {
  if (observed === null) return `No map was judged by all of ${raters.join(', ')}.`;
  const share = `${Math.round(observed * 100)} % of the pairs of verdicts are the same`;
  const beyond = kappa === null ? 'κ is not defined where all say the same of every map' : `κ = ${kappa.toFixed(3)}`;
  return `Agreement of ${raters.join(', ')} over ${maps} maps that all judged: ${share}; ${STATISTICS[statistic]}: ${beyond}.`;
}
