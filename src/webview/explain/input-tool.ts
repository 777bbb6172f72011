import type { Surface } from '../draw/surface';
import type { Component } from '../ui/component';
import type { ExplainApp } from './app';

/** What can be seen and done on the input for models of one kind; hidden for others. */
export interface InputTool extends Component {
  /** The pointer belongs to the tool now, not to panning and enlarging. */
  readonly painting: boolean;
  /** @param seen the page as the surface shows it: of a volume along one axis */
  attach(surface: Surface, seen: ExplainApp): void;
  draw(seen: ExplainApp, context: CanvasRenderingContext2D, width: number, height: number): void;
}
