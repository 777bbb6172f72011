import { appendClassifier } from './classifier';
import { Layers } from './layers';
import type { NetworkKind } from './network';

export const logistic: NetworkKind<readonly []> = {
  id: 'logistic',
  label: 'Logistic regression',
  description: 'one fully connected layer on the values of the input',
  of: 'any',
  params: [],
  build(_, facts) {
    const layers = Layers.from('logistic', facts);
    appendClassifier(layers, layers.input, {}, facts.classes);
    return layers.build();
  },
};
