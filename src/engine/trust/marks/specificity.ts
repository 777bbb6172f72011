import type { TargetRequest } from '../../../protocol/explain';
import { pearson } from '../../statistics/correlation';
import { rivals, SYNONYMS } from '../runner-up';
import { coefficient, type TrustCheck, type TrustSubject } from '../mark';

const MOST = 0.8;

/**
 * Whether the map of another class is another one. One that resembles the runner-up's shows what both have in common, as
 * breeds of dogs have nearly all: only where the least likely class has the same map, too, does it show nothing of them.
 */
export const specificity: TrustCheck = {
  id: 'specificity',
  label: 'Class',
  question: 'Does another class get another map?',
  formula: `Pearson r with the map of the runner-up class, near synonyms left out (cosine of the classes’ weights in the last layer above ${SYNONYMS}), and where it is higher, of the least likely class; at most ${MOST}`,
  maps: 2,
  applies: (subject) => subject.method.group !== 'learned' && rivals(subject).first !== undefined,
  async measure(subject) {
    const { first, last } = rivals(subject);
    const likeness = async (target: TargetRequest): Promise<number> =>
      pearson(subject.map.data, (await subject.explain({ target })).data);
    const likely = await likeness(first!);
    const value = likely > MOST && last ? await likeness(last) : likely;
    const passed = !(value > MOST);
    const names = [first, likely > MOST ? last : undefined].flatMap((one) =>
      one ? [nameOf(subject, one.target)] : [],
    );
    return {
      passed,
      value,
      said: coefficient('r', value),
      ...(!passed && {
        why: `It looks the same for ${names.join(' and ')}: it shows edges, not evidence for this class.`,
      }),
    };
  },
};

const nameOf = ({ predicted }: TrustSubject, target: unknown): string =>
  predicted.predictions.find(({ index }) => index === target)?.label.split(', ', 1)[0] ?? 'another class';
