import { noting } from "./noted.mjs";

const service = (name) =>
  new Proxy({}, { get: (_, resource) => noting(`aws:${name}:${String(resource)}`) });

export const [cloudwatch, dynamodb, iam] = ["cloudwatch", "dynamodb", "iam"].map(service);
const functions = service("lambda");
export { functions as lambda };
