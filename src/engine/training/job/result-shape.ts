import * as z from 'zod';

// JSON has no word for what is no number.
const number = z.number().nullable();
const measures = z.object({ f1: number, accuracy: number, loss: number });
const epoch = z.object({ epoch: number, learningRate: number, training: measures, validation: measures });
const matrix = z.array(z.array(number));
const wrong = z.array(z.object({ input: z.string(), label: z.string(), predicted: z.string() }));
const ofParts = <T extends z.ZodType>(one: T) => z.object({ validation: one, test: one });

/** A fold as its file holds it. */
export const foldShape = z.object({
  network: z.string(),
  fold: z.number(),
  model: z.string(),
  parameters: number,
  epochs: number,
  keptEpoch: number,
  validation: measures,
  training: measures,
  test: measures.nullable(),
  confusion: ofParts(matrix.nullable()),
  wrong: ofParts(wrong),
  history: z.array(epoch),
});

const mean = z.object({ mean: number, low: number, high: number });
const curve = z.object({
  part: z.enum(['validation', 'test']),
  sizes: z.array(z.number()),
  networks: z.array(
    z.object({
      network: z.string(),
      points: z.array(z.object({ size: z.number(), f1: mean, accuracy: mean, loss: mean, runs: z.array(measures) })),
      confusion: matrix,
    }),
  ),
  crossings: z.array(
    z.object({
      measure: z.enum(['accuracy', 'f1']),
      better: z.string(),
      worse: z.string(),
      from: number,
      low: number,
      high: number,
      runs: number,
      text: z.string(),
    }),
  ),
});

const request = z.object({
  networks: z.array(z.string()),
  folds: z.number(),
  leaveOneOut: z.boolean().optional(),
  heldOut: z.number().optional(),
  repeats: z.number().optional(),
  sizes: z.array(z.string()).optional(),
  leastUpdates: z.number().optional(),
  epochs: z.number(),
  batch: z.number(),
  seed: z.number(),
  optimiser: z.string(),
  schedule: z.string(),
  augmentations: z.array(z.string()),
  balanced: z.boolean(),
  labelSmoothing: z.number(),
  clip: z.number(),
  patience: z.number(),
  size: z.tuple([z.number(), z.number()]).optional(),
  color: z.enum(['rgb', 'gray']),
  labelling: z.string().optional(),
});

/** Everything that whoever shows the results of a training reads without looking, as a file on disk may not have it. */
export const resultShape = z.object({
  request,
  description: z.string(),
  classes: z.array(z.string()),
  counts: z.object({ learning: z.number(), test: z.number() }),
  leftOut: z.array(z.object({ name: z.string(), reason: z.string() })),
  networks: z.array(
    z.object({
      network: z.string(),
      folds: z.array(foldShape),
      mean: z.record(z.string(), number),
      deviation: z.record(z.string(), number),
    }),
  ),
  curve: curve.nullable(),
});
