// The grammar colours every shipped rule file as Checker's own lexer cuts it.
//
// PYTHON names the interpreter that has Checker installed: `python3` if it is not set.
// CHECKER_ROOT is the checkout whose rules are read: the one around this folder if it is not set.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const here = dirname(fileURLToPath(import.meta.url));
const root = process.env.CHECKER_ROOT ?? join(here, "..", "..", "..");

const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));

const file = join(here, "..", "syntaxes", "checker-rules.tmLanguage.json");
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async () => textmate.parseRawGrammar(readFileSync(file, "utf8"), file),
});
const grammar = await registry.loadGrammar("source.checker-rules");

const WORDS = {
  aggregate: ["count", "sum", "min", "max", "mean"],
  functor: ["cat", "range", "strlen", "substr", "to_float", "to_number", "to_string", "to_unsigned"],
  constraint: ["match", "contains"],
  boolean: ["true", "false"],
  operator: ["band", "bor", "bxor", "bnot", "bshl", "bshr", "bshru", "land", "lor", "lxor", "lnot"],
};

/** The scope that a token must have, by the lexer's kind and by what its name means. */
function expected(kind, meaning) {
  if (meaning === "relation") return "entity.name.function.relation";
  if (meaning === "type") return /(entity\.name\.type|support\.type\.primitive)/;
  if (meaning === "column") return "variable.other.member.column";
  if (meaning === "variable") return "variable.other";
  if (kind === "id") return "entity.name.tag.rule-id";
  if (kind === "comment") return "comment.";
  if (kind === "string") return "string.quoted.double";
  if (["number", "unsigned", "float"].includes(kind)) return "constant.numeric";
  if (kind.length > 1 && kind.startsWith(".")) return "keyword.control.directive";
  if (WORDS.aggregate.includes(kind)) return "support.function.aggregate";
  if (WORDS.functor.includes(kind)) return "support.function.functor";
  if (WORDS.constraint.includes(kind)) return "support.function.constraint";
  if (WORDS.boolean.includes(kind)) return "constant.language.boolean";
  if (WORDS.operator.includes(kind)) return "keyword.operator.word";
  if (kind === "_") return "variable.language.wildcard";
  if (kind === "as") return "keyword.operator.word.cast";
  if (kind === ":-") return "keyword.operator.rule";
  if (kind === "!") return "keyword.operator.negation";
  if (kind === ".") return "punctuation.terminator.clause";
  if (["=", "<:", "|"].includes(kind)) return "keyword.operator.";
  if (["!=", "<", "<=", ">", ">="].includes(kind)) return "keyword.operator.comparison";
  if (["+", "-", "*", "/", "%", "^"].includes(kind)) return "keyword.operator.arithmetic";
  if (kind === ";") return "keyword.operator.disjunction";
  if ([",", ":", "(", ")", "{", "}"].includes(kind)) return "punctuation.";
  return "storage.modifier";
}

function coloured(text) {
  let state = textmate.INITIAL;
  return text.split(/\r\n|\n|\r/).map((line) => {
    const found = grammar.tokenizeLine(line, state);
    state = found.ruleStack;
    return { line, tokens: found.tokens };
  });
}

function holds(scopes, wanted) {
  return scopes.some((scope) =>
    typeof wanted === "string" ? scope.startsWith(wanted) : wanted.test(scope),
  );
}

const python = process.env.PYTHON ?? "python3";
const dumped = execFileSync(python, [join(here, "tokens.py"), join(root, "rules")], {
  cwd: root,
  env: { ...process.env, PYTHONPATH: root },
  maxBuffer: 1 << 28,
  encoding: "utf8",
});

for (const { path, tokens } of JSON.parse(dumped)) {
  test(`the grammar agrees with the lexer on ${path}`, () => {
    const lines = coloured(readFileSync(path, "utf8"));
    const wrong = [];
    for (const [line, start, end, kind, meaning] of tokens) {
      const wanted = expected(kind, meaning);
      const inside = lines[line].tokens.filter(
        (each) => each.startIndex < end && each.endIndex > start,
      );
      if (inside.length === 0 || !inside.every((each) => holds(each.scopes, wanted))) {
        const text = lines[line].line.slice(start, end);
        const scopes = inside.map((each) => each.scopes.at(-1)).join(", ");
        wrong.push(`${line + 1}:${start + 1} \`${text}\` (${kind}, ${meaning}): ${scopes}`);
      }
    }
    assert.deepEqual(wrong.slice(0, 10), []);
    assert.ok(tokens.length > 0);
  });
}

test("nothing of the shipped rules is coloured as illegal, and every line is comment or code", () => {
  for (const { path } of JSON.parse(dumped)) {
    for (const { line, tokens } of coloured(readFileSync(path, "utf8"))) {
      for (const each of tokens) {
        const text = line.slice(each.startIndex, each.endIndex);
        const scopes = each.scopes.join(" ");
        assert.ok(!scopes.includes("invalid."), `${path}: ${line}`);
        assert.ok(each.scopes.length > 1 || text.trim() === "", `${path}: \`${text}\` in ${line}`);
      }
    }
  }
});

test("metadata of a documentation comment is told from its prose", () => {
  const [, prose, id, severity, message, unknown] = coloured(
    "/**\n * Prose with an @id in it.\n * @id       own/loud\n * @severity warning\n" +
      " * @message  {{ {c.quote} and {d}\n * @nonsense\n */\n",
  );
  const scope = ({ line, tokens }, text) =>
    tokens.find((each) => line.slice(each.startIndex, each.endIndex) === text)?.scopes.at(-1) ?? "";
  assert.equal(scope(prose, "@id"), "");
  assert.match(scope(id, "@id"), /^storage\.type\.class\.metadata/);
  assert.match(scope(id, "own/loud"), /^entity\.name\.tag/);
  assert.match(scope(severity, "warning"), /^constant\.language\.severity/);
  assert.match(scope(message, "{{"), /^constant\.character\.escape/);
  assert.match(scope(message, "c"), /column/);
  assert.match(scope(message, "quote"), /attribute/);
  assert.match(scope(message, "d"), /column/);
  assert.match(scope(unknown, "@nonsense"), /^invalid\.illegal/);
});
