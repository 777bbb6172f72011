import { baselineParameters } from '../../baseline/parameters';
import { baselineOf } from '../baseline';
import { contributionLosses, contributions, type Contribution } from '../derivation/contributions';
import { total } from '../gradient/integrated-gradients';
import { defineMethod } from '../method';

/** Multipliers Δout/Δin of every unit, multiplied along all paths, times x − b. */
export const deeplift = defineMethod({
  id: 'deeplift',
  label: 'DeepLIFT (rescale)',
  group: 'relevance',
  paper: {
    authors: 'Shrikumar, Greenside & Kundaje',
    year: 2017,
    title: 'Learning Important Features Through Propagating Activation Differences',
    url: 'https://arxiv.org/abs/1704.02685',
  },
  shows:
    'How the difference from the baseline is carried through the network, element by element; the sum is the difference of the scores.',
  misleads:
    'Elements equal to the baseline get nothing; the path through a unit that input and baseline excite alike is lost.',
  needs: ['gradient', 'operators'],
  signed: true,
  unit: 'score',
  params: [...baselineParameters()],
  cost: () => 3,
  async run(context) {
    const made: Contribution[] = [];
    const baseline = baselineOf(context);
    await contributions(context, [baseline], (contribution) => made.push(contribution));
    const [{ map, difference }] = made;
    return {
      map,
      completeness: { sum: total(map), expected: difference },
      losses: contributionLosses(context, baseline),
    };
  },
});
