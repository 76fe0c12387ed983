export class Config {
  require(key) {
    return `\${${key}}`;
  }
}

export const asset = { FileArchive: class {} };
export const jsonStringify = JSON.stringify;
export const interpolate = String.raw;
