// A list on the page that changes in place. Each item keeps its element: a new element would lose the
// focus, the text that is being typed and the click that is in progress.

import { createTeller } from "./told_once.js";

/**
 * Answers `show(items, context)`, which makes the items the children of `parent`, in their order.
 * `create(item)` answers `{element, update(item, context)}`. An item that cannot be drawn is left out and
 * told: the others are shown.
 */
export function createKeyedList(parent, keyOf, create) {
  const shown = new Map(); // key -> {element, update}
  const tell = createTeller();

  function drop(gone) {
    for (const key of gone) {
      shown.get(key).element.remove();
      shown.delete(key);
    }
  }

  /** The item's element, up to date; null where it cannot be drawn. */
  function draw(key, item, context) {
    try {
      if (!shown.has(key)) shown.set(key, create(item));
      shown.get(key).update(item, context);
      return shown.get(key).element;
    } catch (error) {
      tell("This cannot be drawn, so it is left out:", key, error);
      if (shown.has(key)) drop([key]);
      return null;
    }
  }

  return function show(items, context) {
    const focused = document.activeElement;
    const keys = new Set(items.map(keyOf));
    drop([...shown.keys()].filter((key) => !keys.has(key)));
    let next = parent.firstElementChild;
    for (const item of items) {
      const [before, after] = [shown.get(keyOf(item))?.element, next?.nextElementSibling ?? null];
      const element = draw(keyOf(item), item, context);
      if (element === null) {
        if (before && before === next) next = after;
        continue;
      }
      if (element === next) next = next.nextElementSibling;
      else parent.insertBefore(element, next);
    }
    // An element that was moved has lost the focus.
    if (parent.contains(focused) && focused !== document.activeElement) focused.focus();
  };
}
