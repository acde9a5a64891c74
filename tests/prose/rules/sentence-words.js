// A textlint rule: report each sentence with more than MOST words. Inline code counts as one word. Unlike
// textlint-rule-en-max-word-count it reads sentences that are wrapped over several lines, and table cells.
"use strict";

const { split } = require("sentence-splitter");

const MOST = 25;

const text = (node) => {
  if (node.type === "Code" || node.type === "Image" || node.type === "Html") return "Code";
  if (node.type === "Break") return " ";
  return node.children ? node.children.map(text).join("") : (node.value || "");
};

module.exports = (context) => {
  const check = (node) => {
    const sentences = split(text(node).replace(/\s+/g, " ")).filter((part) => part.type === "Sentence");
    for (const { raw } of sentences) {
      const words = raw.trim().split(" ");
      if (words.length <= MOST) continue;
      const start = words.slice(0, 5).join(" ");
      context.report(node, new context.RuleError(`${words.length} words in a sentence: ${start} …`));
    }
  };
  return { [context.Syntax.Paragraph]: check, [context.Syntax.TableCell]: check };
};
