/** Rows made beyond the visible ones. */
const spare = 4;
/** A box taller than this is drawn wrongly by browsers; rows are then reached by a finer step of the scroll bar. */
const tallest = 8e6;

/** Rows of one height in a box that scrolls. */
export interface RowSource {
  /** In pixels. */
  height(): number;
  count(): number;
  /** Differs where a row that stands at this place has to be made anew. */
  key(at: number): string;
  make(at: number): HTMLElement;
}

export interface VirtualBox {
  /** What scrolls. */
  readonly box: HTMLElement;
  /** As high as all rows together. */
  readonly spacer: HTMLElement;
  readonly rows: HTMLElement;
  /** Pixels that cover the top of the box. */
  covered?(): number;
}

/** Draws only the rows in sight, so that fifty thousand open as fast as fifty. */
export function virtualRows({ box, spacer, rows, covered }: VirtualBox, source: RowSource) {
  const whole = (): number => source.count() * source.height();
  const height = (): number => Math.min(tallest, whole());
  /** Pixels of the scroll bar per pixel of rows. */
  const step = (): number => height() / Math.max(1, whole());
  /** The row at the top, in rows. */
  const top = (): number =>
    whole() <= tallest
      ? box.scrollTop / source.height()
      : (box.scrollTop / Math.max(1, height() - box.clientHeight)) *
        Math.max(0, source.count() - box.clientHeight / source.height());
  const fit = (): number => Math.floor((box.clientHeight - (covered?.() ?? 0)) / source.height());

  function draw(): void {
    const first = Math.max(0, Math.floor(top()) - spare);
    const last = Math.min(source.count(), Math.ceil(top() + box.clientHeight / source.height()) + spare);
    const old = new Map([...rows.children].map((row) => [(row as HTMLElement).dataset.row, row as HTMLElement]));
    const next: HTMLElement[] = [];
    for (let at = first; at < last; at++) {
      const key = `${at} ${source.key(at)}`;
      const row = old.get(key) ?? source.make(at);
      row.dataset.row = key;
      next.push(row);
    }
    put(next);
    rows.style.transform = `translateY(${box.scrollTop + (first - top()) * source.height()}px)`;
  }

  function put(next: readonly HTMLElement[]): void {
    if (next.length === rows.children.length && next.every((row, i) => row === rows.children[i])) return;
    const focused = rows.contains(document.activeElement) ? (document.activeElement as HTMLElement) : null;
    rows.replaceChildren(...next);
    // A row that stays loses the keyboard all the same where it is put anew.
    focused?.focus({ preventScroll: true });
  }

  return {
    draw,
    /** Takes the room of so many rows, by default of those there are. */
    reserve(count = source.count()): void {
      spacer.style.blockSize = `${Math.min(tallest, count * source.height())}px`;
    },
    /** Scrolls as little as brings a row into sight, and draws it. */
    reveal(at: number): void {
      if (at < top()) box.scrollTop = at * source.height() * step();
      else if (at > top() + fit() - 1) box.scrollTop = (at - fit() + 1) * source.height() * step();
      draw();
    },
    /** Rows that a page moves by. */
    page: (): number => Math.max(1, fit() - 1),
  };
}
