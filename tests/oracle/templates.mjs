// Whether the TypeScript compiler takes texts for template literal types.
//
//     node templates.mjs QUESTIONS.json
//
// The file has a list of [type, [text, ...]], such as ["`a${number}`", ["a1", "ab"]]. Prints a
// list of lists of booleans, in the same order.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';

const require = createRequire(import.meta.url);
const ts = require('typescript');

const questions = JSON.parse(readFileSync(process.argv[2], 'utf-8'));

// JSON leaves line separators as they are, and in a string literal of TypeScript they may stand.
const lines = questions.flatMap(([type, texts], number) => [
  `type P${number} = ${type};`,
  ...texts.map((text, index) => `type T${number}_${index} = ${JSON.stringify(text)};`),
]);
const source = ts.createSourceFile('asked.ts', lines.join('\n'), ts.ScriptTarget.ES2022, true);
const host = {
  ...ts.createCompilerHost({}),
  getSourceFile: (name) => (name === 'asked.ts' ? source : undefined),
};
const program = ts.createProgram(['asked.ts'], { strict: true, noLib: true, types: [] }, host);
const checker = program.getTypeChecker();
const errors = program.getSyntacticDiagnostics(source);
if (errors.length > 0) throw new Error(ts.formatDiagnostics(errors, ts.createCompilerHost({})));

const types = new Map();
source.forEachChild((node) => {
  if (ts.isTypeAliasDeclaration(node)) types.set(node.name.text, checker.getTypeAtLocation(node.name));
});
const answers = questions.map(([, texts], number) =>
  texts.map((_, index) =>
    checker.isTypeAssignableTo(types.get(`T${number}_${index}`), types.get(`P${number}`)),
  ),
);
process.stdout.write(JSON.stringify(answers));
