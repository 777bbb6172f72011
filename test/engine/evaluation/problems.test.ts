import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { problemLines } from '../../../src/engine/evaluation/condition/problems';
import type { Verdict } from '../../../src/engine/evaluation/condition/condition';
import type { EvaluationSummary } from '../../../src/protocol/evaluation-summary';

const worst = { measure: 'AP', images: [{ name: 'c.png', value: 0.125, remark: '2 missed' }] };
const summary = {
  folder: 'data/test',
  models: [{ name: 'net' }, { name: 'boxes', judgement: { worst } }],
  misclassified: [
    { model: 0, name: 'cat/a: b.png', label: 'cat', predicted: 'dog', probability: 0.875, outside: null },
  ],
} as unknown as EvaluationSummary;
const verdict = (told: string, failed: boolean) => ({ told, failed }) as Verdict;

describe('problems of an evaluation', () => {
  it('are lines that a problem matcher reads: file, severity, message', () => {
    const { contributes } = JSON.parse(readFileSync(resolve(__dirname, '../../../package.json'), 'utf8')) as {
      contributes: { problemPatterns: [{ regexp: string; file: number; severity: number; message: number }] };
    };
    const [{ regexp, file, severity, message }] = contributes.problemPatterns;
    const lines = problemLines(summary, [verdict('accuracy is 0.9', true), verdict('iou is 1', false)], 'out');
    const read = lines.map((line) => {
      const match = new RegExp(regexp).exec(line)!;
      return [match[file], match[severity], match[message]];
    });
    assert.deepEqual(
      read.filter(([, kind]) => kind !== 'warning'),
      [
        [join(resolve('out'), 'report.md'), 'error', 'accuracy is 0.9'],
        [join(resolve('data/test'), 'c.png'), 'info', 'boxes is bad at it, AP 0.125: 2 missed'],
      ],
    );
    assert.deepEqual(read[1], [
      join(resolve('data/test'), 'cat/a: b.png'),
      'warning',
      'net says dog (87.5 %), its label is cat',
    ]);
    assert.equal(lines.length, 3);
    assert.equal(
      new RegExp(regexp).exec(String.raw`C:\data\a.png: error: x: error: y`)?.[file],
      String.raw`C:\data\a.png`,
    );
  });
});
