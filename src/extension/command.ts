import type { Services } from './services';

/** One command: `saliency-lens.<id>`, as package.json contributes it. */
export interface Command {
  readonly id: string;
  run(services: Services, ...argument: unknown[]): Promise<void>;
}
