import {
  emptyEvaluation,
  type EvaluationChoice,
  type EvaluationDocument,
  type EvaluationSetup,
} from '../../../src/protocol/evaluation-panel';
import { methods } from './explanations';
import { PAPER } from '../../support/paper';

const choice = (id: string, selected: boolean, params = {}): EvaluationChoice => ({
  key: id,
  id,
  selected,
  params,
  layer: null,
});

export const setup: EvaluationSetup = {
  labelling: null,
  models: ['file:///models/0.onnx'],
  methods: methods.map(({ id, params }, i) =>
    choice(id, i < 2, Object.fromEntries(params.map((p) => [p.name, p.default]))),
  ),
  metrics: [
    choice('average-drop', true, { convention: 'blackout' }),
    choice('iou', true, { threshold: 0.5 }),
    choice('road', false),
  ],
  target: 'predicted',
  seed: 0,
  boxes: null,
  whichBoxes: 'confident',
  scoreThreshold: null,
  overlapThreshold: null,
  limit: null,
  out: '/data/out',
  pairs: [],
};

/** A folder that has been opened and nothing more. */
export function documentOf(changes: Partial<EvaluationDocument> = {}): EvaluationDocument {
  return {
    ...emptyEvaluation,
    folder: { uri: 'file:///data/test', name: 'test', base: 'http://panel.test/images' },
    models: ['0.onnx', '1.onnx'].map((name) => ({ uri: `file:///models/${name}`, name, place: 'models' })),
    methods,
    metrics: [
      {
        id: 'average-drop',
        label: 'Average Drop',
        paper: PAPER,
        better: 'lower',
        formula: 'mean of max(0, Y − O) / Y',
        unit: '%',
        needs: [],
        params: [
          {
            kind: 'choice',
            name: 'convention',
            label: 'Convention',
            default: 'blackout',
            choices: [
              { value: 'blackout', label: 'Black' },
              { value: 'blur', label: 'Blur' },
            ],
          },
        ],
      },
      {
        id: 'iou',
        label: 'IoU',
        paper: PAPER,
        better: 'higher',
        formula: 'overlap / union',
        needs: ['mask'],
        params: [{ kind: 'number', name: 'threshold', label: 'Threshold', default: 0.5, minimum: 0, maximum: 1 }],
      },
      {
        id: 'road',
        label: 'ROAD',
        paper: PAPER,
        better: 'higher',
        formula: 'least minus most relevant first',
        needs: [],
        params: [],
      },
    ],
    sets: [
      {
        id: 'usual',
        label: 'The usual',
        metrics: [
          { metric: 'road', params: {} },
          { metric: 'average-drop', params: { convention: 'blur' } },
          { metric: 'average-drop', params: {} },
        ],
      },
    ],
    setup,
    inspection: {
      images: 30,
      arrays: 0,
      labelling: {
        id: 'folders',
        argument: null,
        description: 'Labels from the sub-folders glasses, no-glasses, sunglasses',
      },
      options: [
        { id: 'table', label: 'A CSV, TSV or JSON file', takes: 'file', fits: true, files: ['labels.csv', 'old.csv'] },
        { id: 'folders', label: 'Class sub-folders', takes: null, fits: true, files: [] },
        { id: 'file-names', label: 'File names', takes: 'pattern', fits: false, files: [] },
      ],
      classes: ['glasses', 'no-glasses', 'sunglasses'].map((name, k) => ({
        name,
        images: 10,
        examples: [`${name}/1.png`, `${name}/2.png`],
        unknownTo: k === 2 ? ['/models/0.onnx'] : [],
      })),
      unlabelled: { images: 2, examples: ['odd.png', 'other.png'] },
      masks: { images: 12, examples: ['../masks/glasses/1.png'] },
      leftOut: { files: 1, first: [{ name: 'notes.txt', reason: 'neither an image nor a .npy array' }] },
      models: [{ path: '/models/0.onnx', classes: 3, task: 'classification', problem: null }],
    },
    ...changes,
  };
}
