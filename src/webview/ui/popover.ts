import { element, setAttribute } from './element';

export interface Popover {
  /** A native button, which the browser connects with the panel: it closes what it has opened. */
  readonly trigger: HTMLButtonElement;
  readonly element: HTMLElement;
  readonly isOpen: boolean;
  show(): void;
  hide(): void;
}

export interface PopoverOptions {
  readonly label: string;
  /** Shown on the button. */
  readonly children: readonly (Node | string)[];
  readonly content: readonly HTMLElement[];
  /** Wanted width in pixels; a narrower window narrows it. */
  readonly width: number;
  /** Called before it opens: what nobody saw until then may be brought up to date only now. */
  onOpen?(): void;
  /** Called when it opens, after it has its place: the element to focus. */
  focus?(): HTMLElement | null | undefined;
  /** Called after it has closed. */
  onClose?(): void;
}

const margin = 8;

/** A button with a panel that opens over the page below it, with room: Escape or a click elsewhere closes it. */
export function popover(options: PopoverOptions): Popover {
  const trigger = element('button', { class: 'popover-button', type: 'button' }, ...options.children);
  const panel = element(
    'div',
    { class: 'popover', popover: 'auto', role: 'dialog', 'aria-label': options.label },
    ...options.content,
  );
  trigger.popoverTargetElement = panel;
  setAttribute(trigger, 'aria-haspopup', 'dialog');
  const isOpen = (): boolean => panel.matches(':popover-open');
  panel.addEventListener('beforetoggle', ({ newState }) => {
    setAttribute(trigger, 'aria-expanded', String(newState === 'open'));
    if (newState === 'open') options.onOpen?.();
  });
  panel.addEventListener('toggle', () => {
    if (!isOpen()) return options.onClose?.();
    place(panel, trigger, options.width);
    options.focus?.()?.focus();
  });
  setAttribute(trigger, 'aria-expanded', 'false');
  window.addEventListener('resize', () => isOpen() && place(panel, trigger, options.width));
  return {
    trigger,
    element: panel,
    get isOpen() {
      return isOpen();
    },
    show: () => isOpen() || panel.showPopover(),
    hide: () => isOpen() && panel.hidePopover(),
  };
}

/** Below the button, within the window, and as high as what is left of it. */
function place(panel: HTMLElement, trigger: HTMLElement, wanted: number): void {
  const { left, bottom } = trigger.getBoundingClientRect();
  const width = Math.min(wanted, window.innerWidth - 2 * margin);
  const top = Math.max(margin, bottom + 4);
  panel.style.inlineSize = `${width}px`;
  panel.style.insetInlineStart = `${Math.max(margin, Math.min(left, window.innerWidth - width - margin))}px`;
  panel.style.insetBlockStart = `${top}px`;
  panel.style.maxBlockSize = `${window.innerHeight - top - margin}px`;
}
