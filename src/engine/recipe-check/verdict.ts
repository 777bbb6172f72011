import type { CandidateFamily, CheckedCandidate, RecipeCheck } from '../../protocol/recipe-check';

/** The outcome in words: what is best, beside what there is now, and what the images cannot decide. */
export function verdictOf(
  families: readonly CandidateFamily[],
  images: number,
  labelled: number,
  labelFile: string | null,
): Pick<RecipeCheck, 'verdict' | 'notes'> {
  const others = families.filter(({ candidates: [first] }) => !first.isCurrent);
  const wrong = others.filter(({ candidates }) => candidates.find((c) => c.isCurrent)?.beside === 'worse');
  const proposed = (of: readonly CandidateFamily[]): string =>
    of.map(({ candidates: [first] }) => said(first, labelled)).join('; ');
  const now = wrong.flatMap(({ candidates }) => candidates.filter(({ isCurrent }) => isCurrent));
  const verdict =
    wrong.length > 0
      ? `The recipe is wrong: ${proposed(wrong)}; as it is now (${now.map((c) => c.label).join('; ')}): ${figures(now[0], labelled)}.`
      : others.length > 0
        ? `Likelier than what it is now, which ${counted(images)} not rule out: ${proposed(others)}.`
        : `The recipe fits: ${said(families[0].candidates[0], labelled)}.`;
  return {
    verdict,
    notes: [
      ...families.flatMap((family) => doubts(family, images)),
      ...(labelled === 0
        ? ['No image has a label of the model: what is varied and certain was taken for right, which is a weak sign.']
        : []),
      ...(labelFile === null ? [] : [`Names of classes are taken from ${labelFile} beside the model.`]),
    ],
  };
}

/** Candidates named in one sentence. */
const MOST_NAMED = 3;

const counted = (images: number): string => `${images} ${images === 1 ? 'image does' : 'images do'}`;

const said = (candidate: CheckedCandidate, labelled: number): string =>
  `${candidate.label}: ${figures(candidate, labelled)}`;

const figures = ({ right, confidence }: CheckedCandidate, labelled: number): string =>
  right ? `${right.count} of ${labelled} right` : `mean probability ${(100 * confidence).toFixed(0)} %`;

/** What cannot be told apart. */
function doubts({ label, candidates }: CandidateFamily, images: number): string[] {
  const named = (beside: CheckedCandidate['beside']): string => {
    const found = candidates.filter((candidate) => candidate.beside === beside);
    const rest = found.length > MOST_NAMED ? `; and ${found.length - MOST_NAMED} more` : '';
    return `${found
      .slice(0, MOST_NAMED)
      .map((candidate) => candidate.label)
      .join('; ')}${rest}`;
  };
  const [same, undecided] = [named('same'), named('undecided')];
  const [first] = candidates;
  return [
    ...(same ? [`${label}: to this network it makes no difference beside ${first.label}: ${same}.`] : []),
    ...(undecided
      ? [`${label}: ${counted(images)} not tell ${first.label} from ${undecided}; the more usual one stands first.`]
      : []),
  ];
}
