import type { Ask, Calls, PageCalls, PageToHost } from '../protocol/page';
import type { Host } from './host';

/**
 * What a page shows: its document, which the host owns, and the way it is looked at, which changes no result and
 * survives a reload.
 */
export interface Page<Document, View, ToHost, C extends Calls<C> = PageCalls> {
  readonly document: Document;
  readonly view: View;
  post(message: ToHost | PageToHost): void;
  readonly ask: Ask<C & PageCalls>;
  setView(changes: Partial<View>): void;
  /** Takes over changes of the document at once, without the host's echo, and of the view with them, as one update. */
  change(changes: Partial<Document>, looks?: Partial<View>): void;
}

/**
 * The state of one page.
 * @param update brings the page's parts up to date after every change; it is told how the page was looked at before
 */
export function pageOf<Document extends object, View extends object, ToHost, C extends Calls<C> = PageCalls>(
  host: Pick<Host<ToHost, never, View, C>, 'post' | 'ask' | 'load' | 'save'>,
  empty: Document,
  initialView: View,
  update: (before: View) => void,
): Page<Document, View, ToHost, C> {
  let document = empty;
  let view: View = { ...initialView, ...host.load() };
  const page: Page<Document, View, ToHost, C> = {
    get document() {
      return document;
    },
    get view() {
      return view;
    },
    post: (message) => host.post(message),
    ask: host.ask,
    setView: (changes) => page.change({}, changes),
    change(changes, looks) {
      const before = view;
      document = { ...document, ...changes };
      if (looks) {
        view = { ...view, ...looks };
        host.save(view);
      }
      update(before);
    },
  };
  return page;
}
