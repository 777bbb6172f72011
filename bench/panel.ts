import { explain } from '../test/e2e/explain';
import { Workbench } from '../test/e2e/workbench';
import { copySamples, sample } from '../test/e2e/workspace';
import { report } from './figure';
import { explanations, momentOf, stagesOf } from './window/stages';

const CLICKS = 5;
const image = (k: number): string => `faces/test/sunglasses/sunglasses-0${k}.png`;

/** Says each stage of the cold explanation, and the medians of the warm ones. @param drawn when their maps were seen */
function reportStages(lines: readonly string[], drawn: readonly number[]): void {
  const [cold, ...warm] = explanations(lines);
  const say = (engine: string, stage: string, times: readonly number[]): void => {
    const sorted = times.filter((time) => !Number.isNaN(time)).sort((a, b) => a - b);
    if (sorted.length === 0) return;
    report({
      figure: 'panel: stage',
      of: { engine, stage },
      value: Math.round(sorted[sorted.length >> 1]),
      unit: 'ms',
    });
  };
  for (const { stage, milliseconds } of stagesOf(cold)) say('cold', stage, [milliseconds]);
  const each = warm.map(stagesOf);
  for (const { stage } of each[0] ?? [])
    say(
      'warm',
      stage,
      each.map((stages) => stages.find((one) => one.stage === stage)?.milliseconds ?? NaN),
    );
  const answered = warm.map((one) => momentOf(one.find((line) => line.includes('input.explain took')) ?? ''));
  say(
    'warm',
    'first map to screen: drawing, and the driver that looks',
    answered.map((moment, k) => drawn[k] - moment),
  );
}

/**
 * In a real VS Code: milliseconds from the click on Explain Image to the first finished heatmap in the panel, the
 * engine warm; and where they go.
 */
export async function main(): Promise<void> {
  const workspace = copySamples();
  const workbench = await Workbench.open({ folder: workspace.folder, theme: 'light', logLevel: 'debug' });
  try {
    const cold = await explain(workbench, { files: sample.image, model: sample.model });
    const [times, drawn]: [number[], number[]] = [[], []];
    for (let k = 1; k <= CLICKS; k++) {
      await workbench.explorer.menu(image(k), 'Explain Image', 'Explain');
      const clicked = performance.now();
      const panel = workbench.webview();
      await panel.locator('.header', { hasText: `sunglasses-0${k}` }).waitFor();
      await panel.locator('[data-method][data-state="done"]').first().waitFor();
      times.push(performance.now() - clicked);
      drawn.push(Date.now());
    }
    const median = times.sort((a, b) => a - b)[CLICKS >> 1];
    report({
      figure: 'panel: click to all heatmaps',
      of: { engine: 'cold' },
      value: Math.round(cold.seconds * 1000),
      unit: 'ms',
      notes: { methods: cold.methods },
    });
    report({
      figure: 'panel: click to first heatmap',
      of: { engine: 'warm' },
      value: Math.round(median),
      unit: 'ms',
      limit: 300,
      notes: { clicks: CLICKS },
    });
    reportStages(workbench.server.logLines(), drawn);
  } finally {
    await workbench.close();
    workspace.remove();
  }
}

if (require.main === module) void main();
