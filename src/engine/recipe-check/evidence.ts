import type { CheckedCandidate } from '../../protocol/recipe-check';
import type { RecipeCandidate } from './candidate';
import type { CheckImage } from './labelled-images';
import type { Trial } from './trial';

/** A candidate with what came of it. */
export interface TriedCandidate {
  readonly candidate: RecipeCandidate;
  readonly trial: Trial;
  readonly isCurrent: boolean;
}

/** One image speaks for a candidate as thrice as likely as another, no louder: labels are wrong now and then. */
const LOUDEST = Math.log(3);
/** Less probability than this says no more: that of an image which a network has never understood. */
const DOUBT = 0.1;
/** Of what an image says, the share of whether it is right; the rest is how probable its label is. */
const RIGHT = 0.3;
/** A candidate twenty times as likely by the images alone is told from another. */
const DECIDED = Math.log(20);
/** Without labels a varied and certain answer is a weak sign of a right input. */
const UNLABELLED = 0.5;
/** Probabilities that differ by less are the same. */
const SAME = 1e-4;

/**
 * Candidates by their posterior: weight × Π over images of their likelihood, where an image counts at most as a factor
 * of three, and the distance from what the network's own statistics say counts as one more witness per image.
 * @param spared what is in force stays where nothing is decided and another is right for no more than this share of the
 *   images besides; null: only what makes no difference stays
 */
export function ranked(
  tried: readonly TriedCandidate[],
  images: readonly CheckImage[],
  spared: number | null = 0,
): CheckedCandidate[] {
  const labelled = images.some(({ label }) => label !== null);
  const witnesses = tried.map(({ trial }) => (labelled ? likelihoods(trial, images) : informations(trial)));
  const loudest = images.map((_, n) => Math.max(...witnesses.map((own) => own[n])));
  const nearest = Math.min(...tried.map(({ trial }) => trial.divergence ?? 0));
  const familiar = tried.map(({ trial }) => -images.length * Math.min(LOUDEST, (trial.divergence ?? 0) - nearest));
  const evidence = witnesses.map((all, k) =>
    all.reduce((sum, own, n) => sum - Math.min(LOUDEST, loudest[n] - own), familiar[k]),
  );
  // How sure a network is without labels proves nothing: numbers that are too large make it surer of whatever it says.
  const proof = labelled ? evidence : familiar;
  const logs = tried.map(({ candidate }, k) => evidence[k] + Math.log(candidate.weight));
  const peak = Math.max(...logs);
  const total = logs.reduce((sum, log) => sum + Math.exp(log - peak), 0);
  const order = orderOf(logs, { evidence, proof }, tried, images, spared);
  const [first] = order;
  return order.map((k) => {
    const { candidate, trial, isCurrent } = tried[k];
    return {
      label: candidate.label,
      fields: candidate.fields,
      share: Math.exp(logs[k] - peak) / total,
      ...summary(trial, images),
      divergence: trial.divergence,
      isCurrent,
      beside:
        k === first
          ? 'first'
          : isSame(trial, tried[first].trial)
            ? 'same'
            : proof[first] - proof[k] < DECIDED
              ? 'undecided'
              : 'worse',
    };
  });
}

/** The likeliest first; but where images do not tell it from what there is now, nothing is to be changed. */
function orderOf(
  logs: readonly number[],
  { evidence, proof }: Readonly<Record<'evidence' | 'proof', readonly number[]>>,
  tried: readonly TriedCandidate[],
  images: readonly CheckImage[],
  spared: number | null,
): number[] {
  const order = logs.map((_, k) => k).sort((a, b) => logs[b] - logs[a]);
  const [first] = order;
  const missed = (k: number): number =>
    images.some(({ label }) => label !== null)
      ? rightOf(tried[first].trial, images) - rightOf(tried[k].trial, images)
      : (evidence[first] - evidence[k]) / LOUDEST;
  const isAsGood = (k: number): boolean =>
    isSame(tried[k].trial, tried[first].trial) ||
    (spared !== null && proof[first] - proof[k] < DECIDED && missed(k) <= spared * images.length);
  const now = order.find((k) => tried[k].isCurrent && isAsGood(k));
  return now === undefined ? order : [now, ...order.filter((k) => k !== now)];
}

/**
 * What each image says of a candidate, from −LOUDEST to 0. The label's probability alone prefers a network that is never
 * sure of anything, whether the label is likeliest prefers one that is sure of everything; images without one say nothing.
 */
const likelihoods = ({ probabilities }: Trial, images: readonly CheckImage[]): number[] =>
  images.map(({ label }, n) => {
    if (label === null) return 0;
    const surprise = Math.log((1 - DOUBT) * probabilities[n][label] + DOUBT) / Math.log(DOUBT);
    return -LOUDEST * ((1 - RIGHT) * surprise + (isRight(probabilities[n], label) ? 0 : RIGHT));
  });

/** What each answer says beyond the average answer (Kullback and Leibler 1951), in nats. */
function informations({ probabilities }: Trial): number[] {
  const mean = probabilities[0].map(
    (_, k) => probabilities.reduce((sum, own) => sum + own[k], 0) / probabilities.length,
  );
  return probabilities.map(
    (own) => UNLABELLED * own.reduce((sum, p, k) => sum + (p > 0 ? p * Math.log(p / mean[k]) : 0), 0),
  );
}

/** Images whose label is the likeliest class. */
const rightOf = ({ probabilities }: Trial, images: readonly CheckImage[]): number =>
  images.filter(({ label }, n) => label !== null && isRight(probabilities[n], label)).length;

const isRight = (own: Float64Array, label: number): boolean => own.indexOf(Math.max(...own)) === label;

function summary(
  trial: Trial,
  images: readonly CheckImage[],
): Pick<CheckedCandidate, 'right' | 'hits' | 'loss' | 'confidence' | 'entropy'> {
  const { probabilities } = trial;
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const peaks = probabilities.map((own) => own.reduce((a, b) => Math.max(a, b)));
  const labelled = images.flatMap(({ label }, n) => (label === null ? [] : [{ label, n }]));
  const count = rightOf(trial, images);
  return {
    hits: images.map(({ label }, n) => (label === null ? null : isRight(probabilities[n], label))),
    right: labelled.length > 0 ? { count, ...wilson(count, labelled.length) } : null,
    loss:
      labelled.length > 0
        ? mean(labelled.map(({ label, n }) => -Math.log(Math.max(probabilities[n][label], Number.MIN_VALUE))))
        : null,
    confidence: mean(peaks),
    entropy: mean(probabilities.map((own) => -own.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0))),
  };
}

/** Bounds of a share at 95 % (Wilson 1927, Probable inference). */
function wilson(count: number, total: number): { low: number; high: number } {
  const z2 = 1.959964 ** 2;
  const centre = (count + z2 / 2) / (total + z2);
  const half = Math.sqrt((z2 * count * (total - count)) / total + (z2 * z2) / 4) / (total + z2);
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

const isSame = (a: Trial, b: Trial): boolean =>
  a.probabilities.every((own, n) => own.every((p, k) => Math.abs(p - b.probabilities[n][k]) < SAME));
