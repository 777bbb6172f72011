import type { Figure } from '../../protocol/figure';
import type { Layout } from './layout/layout';
import type { Result } from './result';
import { changesOf } from './tiles';

/** Results as a figure: its title says what is explained, its notes what made it. */
export async function figureOf(results: readonly Result[], layout: Layout, title?: string): Promise<Figure> {
  return {
    ...(await layout.tiles(results)),
    title: title ?? distinct(results.map(({ target, model }) => `${target} · ${model}`)).join('; '),
    notes: distinct(results.flatMap(notesOf)),
  };
}

function notesOf({ model, modelHash, maps }: Result): string[] {
  const made = maps.map(({ label, method, params, layer }) => {
    const said = [layer !== null && `at ${layer}`, changesOf(method, params)].filter(Boolean).join(', ');
    return said ? `${label} (${said})` : label;
  });
  return [`${model}: SHA-256 ${modelHash.slice(0, 16)}…`, `${made.join('; ')}.`];
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];
