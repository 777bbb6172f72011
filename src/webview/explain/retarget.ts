import type { TargetChoice } from '../../protocol/explain-document';
import type { ExplainApp } from './app';

/** Moving through a list with the arrow keys would otherwise start a run per key. */
const settleMilliseconds = 250;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Explains something else. */
export function retarget(app: ExplainApp, changes: Partial<TargetChoice>): void {
  clearTimeout(timer);
  app.change(changes);
  tell(app);
}

/** Explains something else: the page shows it at once, and the host hears of it when it has settled. */
export function retargetSoon(app: ExplainApp, changes: Partial<TargetChoice>): void {
  clearTimeout(timer);
  app.change(changes);
  timer = setTimeout(() => tell(app), settleMilliseconds);
}

function tell({ document: { target, against, region, box, group, difference, references }, post }: ExplainApp): void {
  const of = { target, against: against ?? null, region, box };
  const ofNumbers = { ...(group && { group }), ...(difference && { difference }), ...(references && { references }) };
  post({ kind: 'target', ...of, ...ofNumbers });
}
