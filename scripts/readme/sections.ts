import { methods } from '../../src/engine/attribution';
import type { AttributionMethod, CostFacts } from '../../src/engine/attribution/method';
import { QUESTIONS } from '../../src/engine/attribution/questions';
import { METRICS } from '../../src/engine/metric';
import { completed } from '../../src/engine/parameter/values';
import type { MapUnit } from '../../src/protocol/method';
import { citation, type Paper } from '../../src/protocol/paper';

/** A ResNet-18 on an image of 224 × 224 pixels, its last feature maps of 7 × 7 as the layer of CAMs. */
const USUAL: CostFacts = {
  headShare: 0.0003,
  layerDims: [512, 7, 7],
  inputDims: [3, 224, 224],
  stages: [64, 64, 128, 256, 512],
};
const GROUPS: Readonly<Record<AttributionMethod['group'], string>> = {
  gradient: 'Gradients',
  relevance: 'Relevance',
  learned: 'Learned',
  attention: 'Attention',
  cam: 'Class activation maps',
  layer: 'Layers and neurons',
  perturbation: 'Perturbation',
};

const cell = (text: string): string => text.replace(/\|/g, '\\|');
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');
}

const link = (paper: Paper): string => `[${citation(paper)}](${paper.url})`;
const named = ({ label, id }: { readonly label: string; readonly id: string }): string => `${label} \`${id}\``;

export function costOf(method: AttributionMethod): number {
  return method.cost(completed(method.params, {}), USUAL);
}
const passes = (u: number): string => `${u < 10 ? Number(u.toPrecision(2)) : Math.round(u)} u`;

const UNITS: Readonly<Record<MapUnit, string>> = {
  score: 'logit',
  slope: 'logit / input',
  squaredSlope: '(logit / input)²',
  layerSlope: 'logit / activation',
  neuronSlope: 'activation / input',
  activation: 'activation',
  attention: 'attention',
  share: 'share of the variance',
  relative: 'relative',
};

function methodRow(method: AttributionMethod): string[] {
  const { shows, misleads, needs, signed, unit, random, paper } = method;
  const map = [signed ? 'signed' : 'positive', UNITS[unit], ...(random ? ['seed'] : [])].join(', ');
  return [named(method), shows, misleads, needs.join(', ') || '—', map, passes(costOf(method)), link(paper)];
}

/** The generated parts of the pages, by the name in their markers. */
export const SECTIONS: Readonly<Record<string, () => string>> = {
  choice: () =>
    table(
      ['Question', 'Take', 'And know'],
      QUESTIONS.map((q) => [q.question, q.methods.map(({ label }) => label).join(', '), q.advice]),
    ),
  questions: () =>
    QUESTIONS.map(({ question, advice, methods: answers }) => {
      const rows = answers.map((m) => [named(m), m.shows, m.misleads, passes(costOf(m))]);
      return `### ${question}\n${advice}\n\n${table(['Method', 'What it shows', 'When it misleads', 'Cost'], rows)}\n`;
    }).join('\n'),
  methods: () =>
    Object.entries(GROUPS)
      .map(([group, title]) => {
        const rows = methods.filter((method) => method.group === group).map(methodRow);
        const head = ['Method', 'What it shows', 'When it misleads', 'Needs', 'Map', 'Cost', 'Paper'];
        return `### ${title}\n\n${table(head, rows)}\n`;
      })
      .join('\n'),
  metrics: () =>
    table(
      ['Metric', 'Formula', 'Better', 'Needs', 'Paper'],
      METRICS.map((m) => [named(m), m.formula, m.better, m.needs.join(', ') || '—', link(m.paper)]),
    ),
};
