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
    of.map(({ candidates: [first] }) => `${figures(first, labelled)} with ${first.label}`).join('; ');
  const [now] = wrong.flatMap(({ candidates }) => candidates.filter(({ isCurrent }) => isCurrent));
  const verdict =
    wrong.length > 0
      ? `The recipe is wrong: ${figures(now, labelled)}; ${proposed(wrong)}.`
      : others.length > 0
        ? `Likelier than what it is now, which ${counted(images)} not rule out: ${proposed(others)}.`
        : `The recipe fits: ${figures(families[0].candidates[0], labelled)}.`;
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

const counted = (images: number): string => `${images} ${images === 1 ? 'image does' : 'images do'}`;

const figures = ({ right, confidence }: CheckedCandidate, labelled: number): string =>
  right ? `${right.count} of ${labelled} right` : `mean probability ${(100 * confidence).toFixed(0)} %`;

/** What cannot be told apart, and what is done about it; which these are is said of each candidate. */
function doubts({ label, candidates }: CandidateFamily, images: number): string[] {
  const count = (beside: CheckedCandidate['beside']): number =>
    candidates.filter((candidate) => candidate.beside === beside).length;
  const [same, undecided] = [count('same'), count('undecided')];
  const taken = candidates[0].isCurrent ? 'what the recipe says stays' : 'the most usual is taken';
  return [
    ...(same > 0 ? [`${label}: ${same + 1} ways are the same to this network; ${taken}.`] : []),
    ...(undecided > 0
      ? [`${label}: ${images} ${images === 1 ? 'image' : 'images'} cannot tell ${undecided + 1} ways apart; ${taken}.`]
      : []),
  ];
}
