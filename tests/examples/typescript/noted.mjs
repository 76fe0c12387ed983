// What a program asked for: [type, name, inputs] of each resource, in order.
const noted = [];

export const print = () => console.log(JSON.stringify(noted));

/** A class of resources of this type. Their outputs are texts that stand for later values. */
export function noting(type) {
  function Resource(name, inputs) {
    noted.push([type, name, inputs]);
    return new Proxy({}, { get: (_, output) => `\${${name}.${String(output)}}` });
  }
  return Resource;
}
