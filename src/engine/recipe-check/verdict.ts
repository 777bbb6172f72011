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
  const verdict =
    wrong.length > 0
      ? `The recipe is wrong: ${comparison(wrong, labelled)}.`
      : others.length > 0
        ? `The recipe is probably wrong: ${comparison(others, labelled)}. ${counted(images)} too few to be sure: check more.`
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

/** How a candidate does by what tells it from another. */
type Reason = (candidate: CheckedCandidate, labelled: number) => string;

const byRight: Reason = (candidate, labelled) => figures(candidate, labelled);
const byNumbers: Reason = ({ divergence }) => `numbers ${divergence!.toPrecision(3)} nats off its training`;
const byLoss: Reason = ({ loss }) => `mean loss ${loss!.toPrecision(3)}`;
const byConfidence: Reason = ({ confidence }) => `mean probability ${(100 * confidence).toFixed(0)} %`;

/** What speaks for the first: as many images may be right by either, and the numbers still show which it is. */
function reasonFor(first: CheckedCandidate, now: CheckedCandidate): Reason {
  if (first.right && now.right && first.right.count > now.right.count) return byRight;
  if (first.divergence !== null && now.divergence !== null && first.divergence < now.divergence) return byNumbers;
  if (first.loss !== null && now.loss !== null && first.loss < now.loss) return byLoss;
  return first.right ? byRight : byConfidence;
}

/** How it is now and what is better, by what tells them apart; said once of what is the same. */
function comparison(families: readonly CandidateFamily[], labelled: number): string {
  const clauses = families.map(({ candidates }) => {
    const [first, now] = [candidates[0], candidates.find(({ isCurrent }) => isCurrent)!];
    return { first, now, reason: reasonFor(first, now) };
  });
  return clauses
    .flatMap(({ first, now, reason }, n) => [
      ...(n > 0 && reason === clauses[0].reason ? [] : [`now ${reason(now, labelled)}`]),
      `with “${first.label}” ${reason(first, labelled)}`,
    ])
    .join(', ');
}

const counted = (images: number): string => `${images} ${images === 1 ? 'image is' : 'images are'}`;

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
