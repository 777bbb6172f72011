import type { LayerDescription } from '../../protocol/model';
import { element, keyed, setAttribute } from '../ui/element';
import { shape } from '../ui/format';
import { t } from '../ui/l10n';
import { methodOf, setChoice, type Component, type ExplainApp } from './app';

/** The nickname, else the module the exporter left, else the node's name. */
export function layerName({ document }: ExplainApp, layer: LayerDescription): string {
  return document.nicknames[layer.tensor] ?? layer.module ?? layer.name;
}

/** One rung per stage of the network, from the input up: choosing one moves every chosen method that reads a layer there. */
export function layerLadder(app: ExplainApp): Component {
  const rungs = element('div', { class: 'rungs', role: 'radiogroup', 'aria-label': t('Layer') });
  const node = element('section', { class: 'ladder', 'aria-label': t('Layers') }, element('h2', {}, t('Layer')), rungs);
  const choose = (tensor: string | null): void => {
    const readers = app.document.choices.filter((choice) => choice.selected && readsLayer(app, choice.method));
    for (const { method } of readers) setChoice(app, method, { layer: tensor }, method === readers[readers.length - 1].method);
  };
  return {
    element: node,
    update() {
      const readers = app.document.choices.filter((choice) => choice.selected && readsLayer(app, choice.method));
      const stages = stagesOf(app.document.layers);
      node.hidden = readers.length === 0 || stages.length === 0;
      const chosen = readers[0]?.layer ?? null;
      const items = [null, ...stages];
      const make = (layer: LayerDescription | null): HTMLElement => rung(app, layer, choose);
      keyed(rungs, items, (layer) => layer?.tensor ?? '', make, (label, layer) => {
        const input = label.firstElementChild as HTMLInputElement;
        input.checked = (layer?.tensor ?? null) === chosen;
        setAttribute(label, 'data-layer', layer?.tensor ?? '');
      });
    },
  };
}

function rung(app: ExplainApp, layer: LayerDescription | null, choose: (tensor: string | null) => void): HTMLElement {
  const input = element('input', { type: 'radio', name: 'layer', onchange: () => choose(layer?.tensor ?? null) });
  const name = layer ? layerName(app, layer) : t('Automatic');
  return element('label', { class: 'segment', title: layer ? `${name}: ${layer.op}, ${shape(layer.shape)}` : t('The method chooses') }, input, element('span', {}, name));
}

function readsLayer(app: ExplainApp, id: string): boolean {
  return methodOf(app, id)?.needs.includes('layer') ?? false;
}

/** The last spatial layer of each module (two levels deep), or every spatial layer where no modules are named. */
function stagesOf(layers: readonly LayerDescription[]): LayerDescription[] {
  const spatial = layers.filter((layer) => layer.spatial);
  const stages = new Map(spatial.map((layer) => [layer.module?.split('.').slice(0, 2).join('.') ?? layer.tensor, layer]));
  return [...stages.values()];
}
