// What the page keeps in the browser. Where site data is blocked, any access throws: what was kept then
// lasts as long as the page. Names hold the user they belong to, so that no other one reads it.

/** `find()` answers the browser's storage, or throws. Values are JSON. */
export function createPageStorage(find = () => globalThis.localStorage) {
  const refused = new Map(); // name -> text that the browser did not take

  return {
    /** The value; null where there is none, or none that can be read. */
    read(name) {
      try {
        return JSON.parse(refused.get(name) ?? find().getItem(name));
      } catch {
        return null;
      }
    },
    write(name, value) {
      const text = JSON.stringify(value);
      try {
        find().setItem(name, text);
        refused.delete(name);
      } catch {
        refused.set(name, text);
      }
    },
  };
}

export const pageStorage = createPageStorage();
