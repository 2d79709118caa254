// What the TypeScript compiler says of messages, as JSON on standard output.
//
//     node events.mjs DECLARATIONS.d.ts MESSAGES.json
//
// `typescript` is found as Node finds packages: in a node_modules above, or by NODE_PATH.
// MESSAGES.json is a list of {union, tag, value}: a message, and the union of which it should be
// the member with that tag. The answer is a list, with an object for each message:
//
//     {"fits":      whether the message compiles as a literal of that member,
//      "excess":    [path, ...]           properties that the type does not have,
//      "wrong":     [[path, code], ...]}  every other error; of a missing property the path is
//                                         that of the object without it
//
// A path is a list of names and indices. The message is assigned to the member interface alone,
// `Extract<Union, { type: tag }>`: to an object literal of a union the compiler allows a property
// of any member, and it says more about what is wrong with one interface than with forty.
//
// The compiler stops at the first excess property, and does not look into what is wrong for
// another reason. So what is told of is taken out, and the rest is compiled again, until nothing
// is left to say. What is excess is told by an error of its own.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const require = createRequire(import.meta.url);
const ts = require('typescript');

const EXCESS = new Set([2353, 2561]);
const MISSING = new Set([2739, 2740, 2741]);
const MOST_ROUNDS = 30;

const [declarations, input] = process.argv.slice(2).map((name) => path.resolve(name));
const messages = JSON.parse(readFileSync(input, 'utf8'));
const virtual = path.join(path.dirname(declarations), 'messages.compiled.ts');

const options = {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2022.d.ts'],
  types: [],
};
const host = ts.createCompilerHost(options);
const parseFile = host.getSourceFile.bind(host);
const exists = host.fileExists.bind(host);
const parsed = new Map();
let text = '';
host.fileExists = (name) => name === virtual || exists(name);
host.getSourceFile = (name, ...rest) => {
  if (name === virtual) return ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
  if (!parsed.has(name)) parsed.set(name, parseFile(name, ...rest));
  return parsed.get(name);
};

/** The errors of each of some messages: [[path, code], ...]. */
function compile(asked) {
  const module = `./${path.basename(declarations).replace(/\.d\.ts$/, '.js')}`;
  const unions = [...new Set(asked.map((message) => message.union))].join(', ');
  text = `import type { ${unions} } from '${module}';\n`;
  asked.forEach(({ union, tag, value }, index) => {
    const type = `Extract<${union}, { type: ${JSON.stringify(tag)} }>`;
    text += `export const message${index}: ${type} = ${JSON.stringify(value)};\n`;
  });
  const program = ts.createProgram([virtual], options, host);
  const file = program.getSourceFile(virtual);
  const problems = program.getSyntacticDiagnostics(file);
  if (problems.length) throw new Error(JSON.stringify(problems[0].messageText));
  const errors = asked.map(() => []);
  for (const each of program.getSemanticDiagnostics(file)) {
    const place = locate(file, each.start);
    if (place === undefined) throw new Error(ts.flattenDiagnosticMessageText(each.messageText, ' '));
    errors[place.index].push([place.path, each.code]);
  }
  return errors;
}

/** The message that holds a position, and the path of the value there. */
function locate(file, position) {
  const statement = file.statements.find((each) => each.pos <= position && position < each.end);
  if (!ts.isVariableStatement(statement)) return undefined;
  const variable = statement.declarationList.declarations[0];
  const found = { index: Number(variable.name.text.slice('message'.length)), path: [] };
  let node = variable.initializer;
  while (node !== undefined && node.pos <= position && position < node.end) {
    if (ts.isObjectLiteralExpression(node)) {
      const property = node.properties.find((each) => each.pos <= position && position < each.end);
      if (property !== undefined) found.path.push(property.name.text);
      node = property?.initializer;
    } else if (ts.isArrayLiteralExpression(node)) {
      const at = node.elements.findIndex((each) => each.pos <= position && position < each.end);
      if (at >= 0) found.path.push(at);
      node = node.elements[at];
    } else {
      node = undefined;
    }
  }
  return found;
}

/** Take the value at a path out; false where it is an element, which others stand behind. */
function remove(value, way) {
  const holder = way.slice(0, -1).reduce((inner, step) => inner?.[step], value);
  const last = way.at(-1);
  if (holder === undefined || last === undefined || !(last in holder)) return false;
  if (Array.isArray(holder)) return false;
  delete holder[last];
  return true;
}

const answers = messages.map(() => ({ fits: true, excess: [], wrong: [] }));
const removed = messages.map(() => new Set());
let open = messages.map((_, index) => index);
for (let round = 0; open.length > 0 && round < MOST_ROUNDS; round += 1) {
  const errors = compile(open.map((index) => messages[index]));
  const again = [];
  open.forEach((index, at) => {
    const answer = answers[index];
    let less = false;
    for (const [way, code] of errors[at]) {
      answer.fits = false;
      // A required property that was taken out is missing now, and that is our own doing.
      if (MISSING.has(code) && removed[index].has(JSON.stringify(way))) continue;
      if (EXCESS.has(code)) answer.excess.push(way);
      else if (!answer.wrong.some(([known]) => JSON.stringify(known) === JSON.stringify(way))) {
        answer.wrong.push([way, code]);
      }
      if (!MISSING.has(code) && remove(messages[index].value, way)) {
        removed[index].add(JSON.stringify(way.slice(0, -1)));
        less = true;
      }
    }
    if (less) again.push(index);
  });
  open = again;
}
if (open.length > 0) throw new Error(`${open.length} messages are still not clean`);
process.stdout.write(JSON.stringify(answers));
