/** Something a user wants to know, and the methods that answer it, the first to try first. */
export interface QuestionDescription {
  readonly id: string;
  readonly question: string;
  /** One sentence: how to read the answer, or what to watch. */
  readonly advice: string;
  /** Ids. */
  readonly methods: readonly string[];
}
