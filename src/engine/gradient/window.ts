/** How a sliding window moves along one spatial axis. */
export interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Zeros before and after the input; automatic padding is resolved. */
  readonly begin: number;
  readonly end: number;
}

/** Input positions a window covers from its first to its last. */
export const spanOf = (window: Window): number => window.dilation * (window.kernel - 1) + 1;
