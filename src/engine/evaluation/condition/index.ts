import type { EvaluationSummary } from '../../../protocol/evaluation-summary';
import { LensError } from '../../../protocol/error';
import { markdown } from '../../report/markdown';
import { writeWhole } from '../../report/whole-file';
import { readSummary } from '../stored-results';
import { checkBaseline, conditionFromText, verdictsOn, type Verdict } from './condition';
import { figuresOf } from './figures';
import { junitReport } from './junit';
import { shortReport } from './short-report';

/** How an evaluation is judged where nobody looks at it. */
export interface Judging {
  /** Conditions under which it counts as failed, as people write them. */
  readonly failIf: readonly string[];
  /** Results of an earlier evaluation. */
  readonly baseline?: string;
  /** Files to write. */
  readonly junit?: string;
  readonly markdown?: string;
}

/**
 * Reads what an evaluation is to be judged by, before it begins.
 * @returns what judges it and writes the files
 * @throws LensError for a condition that cannot be read, or a baseline that is not there
 */
export function judging(asked: Judging): (summary: EvaluationSummary) => readonly Verdict[] {
  const conditions = asked.failIf.map(conditionFromText);
  for (const condition of conditions) checkBaseline(condition, asked.baseline !== undefined);
  const baseline = asked.baseline === undefined ? null : earlierSummary(asked.baseline);
  return (summary) => {
    const figures = figuresOf(summary);
    const before = baseline ? figuresOf(baseline) : [];
    const verdicts = conditions.flatMap((condition) => verdictsOn(condition, figures, before));
    if (asked.junit !== undefined) writeWhole(asked.junit, junitReport(verdicts));
    if (asked.markdown !== undefined)
      writeWhole(asked.markdown, markdown.write(shortReport(summary, verdicts, baseline)));
    return verdicts;
  };
}

function earlierSummary(folder: string): EvaluationSummary {
  const stored = readSummary(folder);
  if (stored) return stored.summary;
  throw new LensError({
    code: 'not-found',
    what: 'there are no results of an evaluation in the baseline',
    where: folder,
    next: 'Give a folder that evaluate has written with --out',
  });
}
