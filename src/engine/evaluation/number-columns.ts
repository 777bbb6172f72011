/** Numbers of all inputs in columns, one value per input; a column is there from its first value on. */
export class NumberColumns<K> {
  private readonly columns = new Map<string, Float64Array>();

  /**
   * @param capacity inputs there will be at most
   * @param textOf tells keys apart
   */
  constructor(
    private readonly capacity: number,
    private readonly textOf: (key: K) => string,
  ) {}

  /** Values that are not set are NaN. */
  set(key: K, input: number, value: number): void {
    const text = this.textOf(key);
    let values = this.columns.get(text);
    if (!values) {
      values = new Float64Array(this.capacity).fill(NaN);
      this.columns.set(text, values);
    }
    values[input] = value;
  }

  /** The values of the first `count` inputs; undefined where none was set. */
  get(key: K, count: number): Float64Array | undefined {
    return this.columns.get(this.textOf(key))?.subarray(0, count);
  }
}
