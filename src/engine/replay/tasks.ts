import { LensError } from '../../protocol/error';
import type { Adapter, RunCase } from './adapter';
import { attributionCase } from './task-cases/attribution';
import { calibration } from './task-cases/calibration';
import { decode, geometry } from './task-cases/detect';
import { detectionMetrics } from './task-cases/detection-metrics';
import { multiLabelMetrics, regressionMetrics, segmentationMetrics } from './task-cases/metrics';
import { labels, probabilities, values } from './task-cases/values';

/** The case's kind decides. @throws LensError for a kind that is not known */
const byKind =
  (kinds: Readonly<Record<string, RunCase>>): RunCase =>
  (reference, files) => {
    const run = kinds[String(reference.params.kind)];
    if (run) return run(reference, files);
    throw new LensError({ code: 'invalid-argument', what: `the kind ${reference.params.kind} is not known` });
  };

const attributions = byKind({ attribution: attributionCase });

/** Suite `tasks`: detectors, segmenters, several labels, numbers, embeddings, several inputs, volumes. */
export const tasks: Adapter = {
  suite: 'tasks',
  methods: {
    detect: byKind({ decode, geometry }),
    'box-target': attributions,
    segment: byKind({ labels, attribution: attributionCase }),
    'multi-label': byKind({ probabilities, attribution: attributionCase, metrics: multiLabelMetrics }),
    regress: byKind({ values, attribution: attributionCase, metrics: regressionMetrics }),
    embed: byKind({ embedding: values, attribution: attributionCase }),
    'several-inputs': attributions,
    volume: attributions,
    'detection-metrics': detectionMetrics,
    'segmentation-metrics': segmentationMetrics,
    calibration,
  },
};
