// stdin: a list of YAML texts; stdout: what js-yaml reads, as JSON, null where it refuses.
import { text } from "node:stream/consumers";
import { load } from "js-yaml";

const read = (yaml) => {
  try {
    return load(yaml);
  } catch {
    return null;
  }
};
process.stdout.write(JSON.stringify(JSON.parse(await text(process.stdin)).map(read)));
