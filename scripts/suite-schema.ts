/**
 * Writes media/lens-suite.schema.json from the registries, so that an editor completes suites with what there is.
 * Usage: node --import tsx scripts/suite-schema.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { methodDescriptions } from '../src/engine/explanation/methods';
import { METRIC_SETS, metricDescriptions } from '../src/engine/evaluation/metrics';
import { LABELLINGS } from '../src/engine/dataset/labellings';
import { COMPARISONS } from '../src/engine/statistics';
import { explainedClasses, mostExplainedBoxes, usualBoxes, whichBoxes } from '../src/protocol/evaluation';
import type { Parameter } from '../src/protocol/parameter';

export const SCHEMA_FILE = join(__dirname, '..', 'media', 'lens-suite.schema.json');

const SHARE = { type: 'number', minimum: 0, maximum: 1 };

interface Named {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly params: readonly Parameter[];
}

const typeOf: {
  readonly [K in Parameter['kind']]: (parameter: Extract<Parameter, { kind: K }> & Parameter) => object;
} = {
  number: numeric,
  integer: numeric,
  boolean: () => ({ type: 'boolean' }),
  choice: ({ choices }) => ({
    enum: choices.map(({ value }) => value),
    enumDescriptions: choices.map(({ label }) => label),
  }),
  numbers: () => ({ type: ['array', 'null'], items: { type: 'number' } }),
  layer: () => ({ type: ['string', 'null'] }),
  file: () => ({ type: ['string', 'null'] }),
};

function numeric(parameter: Parameter): object {
  const { kind, minimum, maximum } = parameter as Extract<Parameter, { kind: 'number' | 'integer' }>;
  return { type: kind, ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
}

function parameterSchema(parameter: Parameter): object {
  const type = (typeOf[parameter.kind] as (parameter: Parameter) => object)(parameter);
  const description = [
    parameter.label,
    parameter.unit && `(${parameter.unit})`,
    parameter.description && `— ${parameter.description}`,
  ]
    .filter(Boolean)
    .join(' ');
  return { description, ...type, default: parameter.default };
}

/** An id, or an object of the id, its parameters and `more`. */
function entry(key: string, all: readonly Named[], more: Readonly<Record<string, object>>): object {
  const ids = { enum: all.map(({ id }) => id), enumDescriptions: all.map(({ label, text }) => `${label}. ${text}`) };
  const written = all.map(({ id, params }) => ({
    if: { properties: { [key]: { const: id } }, required: [key] },
    then: {
      properties: {
        params: {
          additionalProperties: false,
          properties: Object.fromEntries(params.map((parameter) => [parameter.name, parameterSchema(parameter)])),
        },
      },
    },
  }));
  const object = {
    type: 'object',
    required: [key],
    additionalProperties: false,
    properties: { [key]: ids, params: { type: 'object', description: 'Values other than the defaults.' }, ...more },
    allOf: written,
  };
  return {
    anyOf: [
      ids,
      {
        type: 'string',
        pattern: `^(${all.map(({ id }) => id).join('|')}):`,
        description: 'With parameters behind colons: id:name=value',
      },
      object,
    ],
  };
}

const metrics: readonly Named[] = metricDescriptions().map(({ id, label, formula, params }) => ({
  id,
  label,
  text: formula,
  params,
}));
const sets: readonly Named[] = METRIC_SETS.map(({ id, label }) => ({ id, label, text: 'A set.', params: [] }));
const methods: readonly Named[] = methodDescriptions().map(({ id, label, shows, params }) => ({
  id,
  label,
  text: shows,
  params,
}));

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Saliency Lens evaluation suite',
  description:
    'Models, explanation methods and metrics that are judged on a folder of labelled inputs. Paths are relative to this file.',
  type: 'object',
  additionalProperties: false,
  required: ['folder', 'models', 'out'],
  properties: {
    $schema: { type: 'string' },
    folder: { type: 'string', description: 'The folder of labelled images or .npy arrays.' },
    models: { type: 'array', items: { type: 'string' }, minItems: 1, uniqueItems: true, description: 'Model files.' },
    methods: {
      type: 'array',
      description: 'Methods whose explanations are judged; without any only the predictions are.',
      items: entry('method', methods, {
        layer: { type: 'string', description: 'The activation tensor of methods that read a layer.' },
        seed: { type: 'integer', minimum: 0, description: 'Seed of this method; the suite’s by default.' },
      }),
    },
    metrics: {
      type: 'array',
      description: 'Metrics, or sets of them; "usual" by default.',
      items: entry('metric', [...sets, ...metrics], {}),
    },
    out: { type: 'string', description: 'The folder that tables and reports go to.' },
    seed: { type: 'integer', minimum: 0, default: 0, description: 'Seed of methods, metrics and intervals.' },
    target: { enum: explainedClasses, default: 'predicted', description: 'The class that is explained.' },
    boxes: {
      type: 'integer',
      minimum: 0,
      description: `Of detectors, so many boxes of each image are explained; ${usualBoxes} by default, at most ${mostExplainedBoxes}.`,
    },
    whichBoxes: {
      enum: whichBoxes,
      default: 'confident',
      description: `Which boxes these are: the most confident ones, or the wrong ones among the ${mostExplainedBoxes} most confident.`,
    },
    scoreThreshold: {
      ...SHARE,
      description: 'Of detectors, from which score on boxes are shown; by default as the model says.',
    },
    overlapThreshold: {
      ...SHARE,
      description:
        'Of boxes of one class that overlap more, the most confident one is shown; by default as the model says.',
    },
    limit: { type: 'integer', minimum: 1, description: 'At most so many inputs, spread evenly over the folder.' },
    labelling: {
      description: 'How labels are found, where the guess is wrong.',
      anyOf: [
        {
          enum: [...LABELLINGS.map(({ id }) => id), 'none'],
          enumDescriptions: [...LABELLINGS.map(({ label }) => label), 'The inputs have no labels.'],
        },
        {
          type: 'string',
          pattern: '^(table|coco|file-names):.+',
          description: 'With where to look: table:labels.csv, file-names:{label}-#',
        },
      ],
    },
    pairs: {
      type: 'array',
      uniqueItems: true,
      description: 'Comparisons of the maps of every two methods, and of two models.',
      items: {
        enum: COMPARISONS.map(({ id }) => id),
        enumDescriptions: COMPARISONS.map(({ label, formula }) => `${label}: ${formula}`),
      },
    },
  },
};

/** The schema's text, as the file must hold it. */
export const schemaText = (): string => `${JSON.stringify(schema)}\n`;

if (require.main === module) writeFileSync(SCHEMA_FILE, schemaText());
