/** What a language model asks for: one of the tools, and its arguments as it wrote them. */
export interface ToolRequest {
  readonly tool: string;
  readonly arguments: unknown;
}

/** What a language model is told. */
export interface ToolAnswer {
  /** JSON. */
  readonly text: string;
  readonly images: readonly ToolImage[];
}

export interface ToolImage {
  readonly title: string;
  readonly png: Uint8Array;
}

/** What becomes of a long job, for whoever waits for it. */
export interface ToolProgress {
  readonly done: number;
  readonly total: number;
  readonly text: string;
}

/** The calls of language models: name → arguments, answer, and events on the way. */
export interface ToolCalls {
  'tool.run': { arguments: ToolRequest; answer: ToolAnswer; event: ToolProgress };
}
