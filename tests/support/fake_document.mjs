// As much of a document as the page's modules need to run in Node.

export class FakeElement {
  #text = "";
  constructor() {
    Object.assign(this, { children: [], dataset: {}, attributes: new Map(), classes: new Set(), parent: null, writes: 0, listeners: [] });
    this.classList = { toggle: (name, on) => (on ? this.classes.add(name) : this.classes.delete(name)) };
  }
  get textContent() { return this.#text; }
  /** A live region is read aloud at each of these `writes`. */
  set textContent(text) {
    this.#text = text;
    this.writes += 1;
  }
  get firstElementChild() { return this.children[0] ?? null; }
  get nextElementSibling() { return this.parent?.children[this.parent.children.indexOf(this) + 1] ?? null; }
  setAttribute(name, value) { this.attributes.set(name, String(value)); }
  getAttribute(name) { return this.attributes.get(name) ?? null; }
  removeAttribute(name) { this.attributes.delete(name); }
  toggleAttribute() {}
  addEventListener(...its) { this.listeners.push(its); }
  /** What a person does to the element, such as a click. */
  fire(type) {
    for (const [wanted, listener] of this.listeners) if (wanted === type) listener(new Event(type));
  }
  scrollIntoView() {}
  append(...children) {
    for (const child of children) this.insertBefore(child, null);
  }
  replaceChildren(...children) {
    this.children = [];
    this.append(...children);
    this.textContent = children.map((one) => one.textContent ?? one).join("");
  }
  /** Moves a child that is here or elsewhere. Like a browser's, it takes the focus from what it moves. */
  insertBefore(element, before) {
    if (before !== null && !this.children.includes(before)) throw new Error("The node before which to insert is no child.");
    if (element === before) return;
    if (element instanceof FakeElement) {
      element.remove();
      element.parent = this;
    }
    this.children.splice(before === null ? this.children.length : this.children.indexOf(before), 0, element);
  }
  contains(other) { return other === this || this.children.some((one) => one instanceof FakeElement && one.contains(other)); }
  focus() { globalThis.document.activeElement = this; }
  remove() {
    if (!this.parent) return;
    if (this.contains(globalThis.document?.activeElement)) globalThis.document.activeElement = null;
    this.parent.children = this.parent.children.filter((one) => one !== this);
    this.parent = null;
  }
}

/** Puts an empty document in place: its elements by id, each made when it is first asked for. */
export function fakeDocument() {
  const elements = {};
  globalThis.document = {
    activeElement: null,
    createElement: () => new FakeElement(),
    getElementById: (id) => (elements[id] ??= new FakeElement()),
  };
  return elements;
}
