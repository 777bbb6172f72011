import type { Workbench } from './workbench';

export interface Explanation {
  /** Label of the likeliest class. */
  prediction: string;
  probability: number;
  /** Ids of the methods whose maps are shown. */
  methods: string[];
  /** From the click on the menu item to the last map. */
  seconds: number;
}

export interface ExplainRequest {
  /** File or files, relative to the open folder. */
  files: string | readonly string[];
  /** Picked where the extension asks which model; its file name. */
  model: string;
  /** How long the maps may take, in seconds. */
  limit?: number;
}

/**
 * The main job: right-clicks the files in the Explorer → Explain Image, and waits for the maps. Throws with what the
 * panel says if they fail.
 */
export async function explain(
  workbench: Workbench,
  { files, model, limit = 180 }: ExplainRequest,
): Promise<Explanation> {
  await workbench.explorer.menu(files, 'Explain Image', 'Explain');
  const started = Date.now();
  await answered(workbench, model, started + limit * 1000);
  const seconds = (Date.now() - started) / 1000;
  return { ...(await shown(workbench)), seconds };
}

/**
 * Picks the model where the extension asks for one, until the panel says that it is done. Throws with what the panel
 * says where that is an error, or when the time is over.
 */
export async function answered(
  workbench: Workbench,
  model: string,
  deadline: number = Date.now() + 180_000,
): Promise<void> {
  const body = workbench.webview().locator('body');
  const question = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: model });
  for (;;) {
    if (await question.first().isVisible()) await workbench.pick(model);
    const state = await body.getAttribute('data-state', { timeout: 500 }).catch(() => undefined);
    if (state === 'done') return;
    const late = Date.now() > deadline;
    if (state !== 'error' && !late) {
      await workbench.page.waitForTimeout(50);
      continue;
    }
    const said = [...(await workbench.notifications()), ...(await body.allInnerTexts().catch(() => []))].join('\n');
    throw new Error(
      `the Explain panel ${late ? `is still "${state ?? 'not there'}"` : 'shows an error'}: ${said || '(no text)'}`,
    );
  }
}

async function shown(workbench: Workbench): Promise<Omit<Explanation, 'seconds'>> {
  const panel = workbench.webview();
  const top = panel.locator('[data-prediction]').first();
  const prediction = await top.getAttribute('data-label');
  const probability = Number(await top.getAttribute('data-probability'));
  const cards = await panel.locator('[data-method][data-state]').evaluateAll((nodes) =>
    nodes.map((node) => ({
      id: node.getAttribute('data-method') ?? '',
      state: node.getAttribute('data-state') ?? '',
      text: node.textContent ?? '',
    })),
  );
  const failed = cards.filter(({ state }) => state !== 'done');
  if (failed.length > 0)
    throw new Error(failed.map(({ id, state, text }) => `${id} is "${state}": ${text}`).join('\n'));
  if (cards.length === 0) throw new Error('the Explain panel shows no method');
  if (!prediction || !(probability > 0 && probability <= 1))
    throw new Error(`the Explain panel shows no prediction (${prediction}, ${probability})`);
  return { prediction, probability, methods: cards.map(({ id }) => id) };
}
