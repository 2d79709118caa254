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
//      "wrong":     [path, ...]}          all else; of a missing property the path is that of the
//                                         object without it
//
// A path is a list of names and indices. The message is assigned to the member interface alone,
// `Extract<Union, { type: tag }>`: to an object literal of a union the compiler allows a property
// of any member, and it says more about what is wrong with one interface than with forty.
//
// The compiler stops at the first excess property, and looks for one only where all else is right.
// So an excess property is taken out once it is told, anything else gives way to a value of the
// type `never`, which fits everything, and the rest is compiled again until nothing is left to say.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const require = createRequire(import.meta.url);
const ts = require('typescript');

const EXCESS = new Set([2353, 2561]);
const NEVER = '(a value that fits everything)';
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
  text = `import type { ${unions} } from '${module}';\ndeclare const never: never;\n`;
  asked.forEach(({ union, tag, value }, index) => {
    const type = `Extract<${union}, { type: ${JSON.stringify(tag)} }>`;
    const literal = JSON.stringify(value).replaceAll(JSON.stringify(NEVER), 'never');
    text += `export const message${index}: ${type} = ${literal};\n`;
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
  if (statement === undefined || !ts.isVariableStatement(statement)) return undefined;
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

/** Take the property at a path out of a message. */
function remove(value, way) {
  const holder = way.slice(0, -1).reduce((inner, step) => inner[step], value);
  delete holder[way.at(-1)];
}

/** Put a value that fits everything at a path of a message. */
function replace(value, way) {
  const holder = way.slice(0, -1).reduce((inner, step) => inner[step], value);
  holder[way.at(-1)] = NEVER;
}

const answers = messages.map(() => ({ fits: true, excess: [], wrong: [] }));
let open = messages.map((_, index) => index);
for (let round = 0; open.length > 0 && round < MOST_ROUNDS; round += 1) {
  const errors = compile(open.map((index) => messages[index]));
  const again = [];
  open.forEach((index, at) => {
    const answer = answers[index];
    for (const [way, code] of errors[at]) {
      answer.fits = false;
      (EXCESS.has(code) ? answer.excess : answer.wrong).push(way);
      if (EXCESS.has(code)) remove(messages[index].value, way);
      else if (way.length > 0) replace(messages[index].value, way);
    }
    if (errors[at].some(([way]) => way.length > 0)) again.push(index);
  });
  open = again;
}
if (open.length > 0) throw new Error(`${open.length} messages are still not clean`);
process.stdout.write(JSON.stringify(answers));
