// A list on the page that changes in place. Each item keeps its element: a new element would lose the
// focus, the text that is being typed and the click that is in progress.

/**
 * Answers `show(items, context)`, which makes the items the children of `parent`, in their order.
 * `create(item)` answers `{element, update(item, context)}`.
 */
export function createKeyedList(parent, keyOf, create) {
  const shown = new Map(); // key -> {element, update}

  function drop(gone) {
    for (const key of gone) {
      shown.get(key).element.remove();
      shown.delete(key);
    }
  }

  return function show(items, context) {
    const focused = document.activeElement;
    const keys = new Set(items.map(keyOf));
    drop([...shown.keys()].filter((key) => !keys.has(key)));
    let next = parent.firstElementChild;
    for (const item of items) {
      const key = keyOf(item);
      if (!shown.has(key)) shown.set(key, create(item));
      const { element, update } = shown.get(key);
      update(item, context);
      if (element === next) next = next.nextElementSibling;
      else parent.insertBefore(element, next);
    }
    // An element that was moved has lost the focus.
    if (parent.contains(focused) && focused !== document.activeElement) focused.focus();
  };
}
