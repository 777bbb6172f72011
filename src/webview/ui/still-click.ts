/** A pointer that moved farther than this between press and release has dragged, not clicked. */
const dragFrom = 4;

/** Calls `run` for clicks on a node that were no dragging. */
export function onStillClick(node: HTMLElement, run: (event: MouseEvent) => void): void {
  let pressed = { x: 0, y: 0 };
  node.addEventListener('pointerdown', ({ clientX, clientY }) => (pressed = { x: clientX, y: clientY }));
  node.addEventListener('click', (event) => {
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) <= dragFrom) run(event);
  });
}
