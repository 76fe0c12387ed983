// As much of a document as the page's modules need to run in Node.

export class FakeElement {
  constructor() {
    Object.assign(this, { children: [], dataset: {}, attributes: new Map(), classes: new Set(), textContent: "" });
    this.classList = { toggle: (name, on) => (on ? this.classes.add(name) : this.classes.delete(name)) };
  }
  get firstElementChild() { return this.children[0] ?? null; }
  setAttribute(name, value) { this.attributes.set(name, String(value)); }
  getAttribute(name) { return this.attributes.get(name) ?? null; }
  removeAttribute(name) { this.attributes.delete(name); }
  toggleAttribute() {}
  addEventListener() {}
  append(...children) {
    for (const child of children) this.insertBefore(child);
  }
  replaceChildren(...children) {
    this.children = [];
    this.append(...children);
    this.textContent = children.map((one) => one.textContent ?? one).join("");
  }
  insertBefore(element) {
    this.children.push(element);
    if (element instanceof FakeElement) element.parent = this;
  }
  contains() { return false; }
  focus() { globalThis.document.activeElement = this; }
  remove() {
    if (this.parent) this.parent.children = this.parent.children.filter((one) => one !== this);
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
