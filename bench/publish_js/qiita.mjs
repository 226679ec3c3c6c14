// argv: a folder with public/*.md; stdout: for each file its title and what Qiita's own validators object to.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const lib = "@qiita/qiita-cli/dist/lib";
const { FileSystemRepo } = require(`${lib}/file-system-repo.js`);
const { checkFrontmatterType } = require(`${lib}/check-frontmatter-type.js`);
const { validateItem } = require(`${lib}/validators/item-validator.js`);

const repo = await FileSystemRepo.build({ dataRootDir: process.argv[2] });
const found = {};
for (const item of await repo.loadItems()) {
  const objections = [...checkFrontmatterType(item), ...validateItem(item)];
  found[item.name] = { title: item.title, objections };
}
process.stdout.write(JSON.stringify(found));
