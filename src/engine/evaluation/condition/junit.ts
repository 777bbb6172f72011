import { markup } from '../../report/markup';
import type { Verdict } from './condition';

/** The verdicts as a JUnit report, which continuous integration shows as tests: one test case per figure. */
export function junitReport(verdicts: readonly Verdict[]): string {
  const failures = verdicts.filter(({ failed }) => failed).length;
  const skipped = verdicts.filter((one) => one.skipped).length;
  const counts = `tests="${verdicts.length}" failures="${failures}" skipped="${skipped}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="Saliency Lens" ${counts}>`,
    `  <testsuite name="evaluation" ${counts}>`,
    ...verdicts.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase({ condition, figure, told, failed, skipped }: Verdict): string {
  const head = `    <testcase classname="${markup(figure)}" name="${markup(`fails if ${condition}`)}"`;
  const outcome = failed ? 'failure' : skipped ? 'skipped' : null;
  return outcome ? `${head}>\n      <${outcome} message="${markup(told)}"/>\n    </testcase>` : `${head}/>`;
}
