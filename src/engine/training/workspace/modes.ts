import { choice } from '../../parameter/kinds';

/** What of a model learns, and from where. */
const mode = choice({
  name: 'mode',
  label: 'What learns',
  description:
    'A new head learns the classes of this folder and leaves the rest as it is, whose features are computed once; ' +
    'or all weights learn, from where they are or from fresh ones',
  choices: [
    { value: 'head', label: 'Only a new head' },
    { value: 'continue', label: 'All, from its weights' },
    { value: 'fresh', label: 'All, from fresh weights' },
  ],
  default: 'head',
});

export const params = [mode] as const;
