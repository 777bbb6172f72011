import type { Surface } from '../draw/surface';
import type { Component } from '../ui/component';

/** What can be seen and done on the input for models of one kind; hidden for others. */
export interface InputTool extends Component {
  /** The pointer belongs to the tool now, not to panning and enlarging. */
  readonly painting: boolean;
  attach(surface: Surface): void;
  draw(context: CanvasRenderingContext2D, width: number, height: number): void;
}
