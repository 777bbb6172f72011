import type { TargetRequest } from './explain';
import type { FloatMap } from './raster';

/** One CAM at every convolutional stage of the network. */
export interface LayerOverviewRequest extends TargetRequest {
  readonly model: string;
  readonly input: string;
  /** A CAM method that weighs activations by gradients; Grad-CAM by default. */
  readonly method?: string;
}

/** The CAM at one convolutional stage. */
export interface LayerCam {
  /** The layer to choose for CAM cards. */
  readonly tensor: string;
  /** What it is called wherever it is shown, as in a model's description. */
  readonly label: string;
  readonly name: string;
  readonly module?: string;
  /** Channels, height, width. */
  readonly shape: readonly number[];
  /** Whether the network's automatic layer is this one. */
  readonly automatic: boolean;
  /** [1, h, w] on the layer's own grid: signed, not enlarged. */
  readonly map: FloatMap;
}

export interface LayerOverview {
  readonly method: string;
  /** In graph order. */
  readonly layers: readonly LayerCam[];
  readonly forwardPasses: number;
  readonly backwardPasses: number;
  readonly seconds: number;
}
