// stdin: a list of Mermaid sources; stdout: for each {"labels": [...], "edges": [...]} as mermaid understood them, or
// {"error": "..."}. Mermaid replaces character codes by marks of its own while it parses; they are put back here.
import { text as read } from "node:stream/consumers";
import { JSDOM } from "jsdom";

const dom = new JSDOM("<body></body>");
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });

const shown = (text) => String.fromCodePoint(Number(text));
const decoded = (text) => text.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => shown(code));
const answers = [];
for (const source of JSON.parse(await read(process.stdin))) {
  try {
    await mermaid.parse(source);
    const diagram = await mermaid.mermaidAPI.getDiagramFromText(source);
    answers.push({
      labels: [...diagram.db.getVertices().values()].map((node) => decoded(node.text)),
      edges: diagram.db.getEdges().map((edge) => decoded(edge.text ?? "")),
    });
  } catch (error) {
    answers.push({ error: String(error) });
  }
}
process.stdout.write(JSON.stringify(answers));
