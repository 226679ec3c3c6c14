// stdin: {"zenn" | "gfm": {name: Markdown without front matter}}; stdout: the same with HTML in place of Markdown.
// Raw HTML is passed on as it is, so that whatever got through our escaping is seen by the check.
import { text as read } from "node:stream/consumers";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import markdownToHtml from "zenn-markdown-html";

const github = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkMath)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeStringify, { allowDangerousHtml: true });
const renderers = {
  gfm: async (text) => String(await github.process(text)),
  zenn: (text) => markdownToHtml(text, { embedOrigin: "https://embed.zenn.studio" }),
};
const asked = JSON.parse(await read(process.stdin));
const answer = {};
for (const [kind, pages] of Object.entries(asked)) {
  answer[kind] = {};
  for (const [name, text] of Object.entries(pages)) answer[kind][name] = await renderers[kind](text);
}
process.stdout.write(JSON.stringify(answer));
