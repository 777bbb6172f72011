import { shape } from '../ui/format';
import type { ExplainApp } from './app';

/** A place in the network where a CAM can be taken. */
export interface Stage {
  readonly tensor: string;
  readonly name: string;
  readonly title: string;
}

/** The stages of the layer overview where there is one, else the last layer with height and width of each named part. */
export function stagesOf(app: ExplainApp): Stage[] {
  const { layerOverview, layers } = app.document;
  if (layerOverview) {
    const short = layerOverview.layers.map(({ label }) => stageName(label));
    return layerOverview.layers.map(({ tensor, label, shape: dims }, i) => {
      const unique = short.indexOf(short[i]) === short.lastIndexOf(short[i]);
      return {
        tensor,
        name: unique ? short[i] : label,
        title: `${label}, ${shape(dims)}`,
      };
    });
  }
  const stages = new Map<string, Stage>();
  for (const layer of layers.filter(({ spatial }) => spatial)) {
    const name = stageName(layer.label);
    stages.set(name, { tensor: layer.tensor, name, title: `${layer.label}, ${shape(layer.shape)}` });
  }
  return [...stages.values()];
}

/**
 * `layer3.0.relu2` belongs to `layer3.0`, `block1.body.0` to `block1`: a numbered child is a stage, a named one is part
 * of its parent.
 */
function stageName(name: string): string {
  const [first, second] = name.split('.');
  return second !== undefined && /^\d+$/.test(second) ? `${first}.${second}` : first;
}
