import { pearson } from '../../statistics/correlation';
import { runnerUp, SYNONYMS } from '../runner-up';
import { coefficient, type TrustCheck, type TrustSubject } from '../mark';

const MOST = 0.8;

/** Whether the map of another class is another one. */
export const specificity: TrustCheck = {
  id: 'specificity',
  label: 'Class',
  question: 'Does another class get another map?',
  formula: `Pearson r with the map of the runner-up class, near synonyms left out (cosine of the classes’ weights in the last layer above ${SYNONYMS}); at most ${MOST}`,
  maps: 1,
  applies: (subject) => subject.method.group !== 'learned' && runnerUp(subject) !== undefined,
  async measure(subject) {
    const other = runnerUp(subject);
    const value = pearson(subject.map.data, (await subject.explain({ target: other })).data);
    const passed = !(value > MOST);
    return {
      passed,
      value,
      said: coefficient('r', value),
      ...(!passed && {
        why: `It looks the same for ${nameOf(subject, other?.target)}: it shows edges, not evidence for this class.`,
      }),
    };
  },
};

const nameOf = ({ predicted }: TrustSubject, target: unknown): string =>
  predicted.predictions.find(({ index }) => index === target)?.label.split(', ', 1)[0] ?? 'another class';
