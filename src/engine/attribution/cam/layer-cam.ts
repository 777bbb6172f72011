import { gradientCam } from '../feature-map/gradient-cam';

/** Σ_k max(g_k, 0) A_k, elementwise. */
export const layerCam = gradientCam(
  {
    id: 'layer-cam',
    label: 'LayerCAM',
    paper: {
      authors: 'Jiang, Zhang, Hou, Cheng & Wei',
      year: 2021,
      title: 'LayerCAM: Exploring Hierarchical Class Activation Maps for Localization',
      url: 'https://doi.org/10.1109/TIP.2021.3089943',
    },
    shows: 'Activations weighted place by place with the positive gradient; usable in early layers too.',
    misleads: 'Evidence against the class is left out.',
    unit: 'score',
  },
  (_, gradient) => Float64Array.from(gradient.values, (g) => Math.max(g, 0)),
);
