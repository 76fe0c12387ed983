// A list on the page that changes in place. An element made anew takes with it the focus, what is
// being typed and the click that is half done, so each stays for as long as its item does.

/**
 * `create(item)` answers `{element, update(item, context)}`. The answer shows `items`, in their
 * order, as the children of `parent`.
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
    // Only an element that moved to another place lost it.
    if (parent.contains(focused) && focused !== document.activeElement) focused.focus();
  };
}
