// The declarations of TypeScript's and the web's libraries, one name a line.
//
//     node library_declarations.mjs EMPTY.d.ts [LIB...]
//
// They are those of the libraries, without names those that the tool ships.
// A line is a name, a tab and all declarations of that name without their comments, in the order in which
// the compiler merges them. The name of a value is `typeof NAME`, that of a namespace's `NAMESPACE.NAME`.
// What only workers have follows what pages have.

import { createRequire } from 'node:module';
import process from 'node:process';

const require = createRequire(import.meta.url);
const ts = require('typescript');

const PAGES = ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'];
const WORKERS = ['lib.esnext.d.ts', 'lib.webworker.d.ts'];
const printer = ts.createPrinter({ removeComments: true });

/** The texts of all declarations, by their names. */
function declared(lib) {
  const texts = new Map();
  const program = ts.createProgram([process.argv[2]], { strict: true, lib, types: [] });
  const note = (name, text) => texts.set(name, [...(texts.get(name) ?? []), text]);
  const noteAll = (statements, file, prefix) => {
    for (const statement of statements) {
      const text = printer.printNode(ts.EmitHint.Unspecified, statement, file).replace(/\s+/g, ' ').replace(/^(export |declare )*/, '');
      const isGlobal = ts.isModuleDeclaration(statement) && statement.name.text === 'global';
      if (isGlobal) noteAll(statement.body.statements, file, '');
      else if (ts.isExternalModule(file) && statements === file.statements) continue; // It is the file's own.
      else if (ts.isModuleDeclaration(statement)) noteAll(statement.body.statements, file, `${prefix}${statement.name.text}.`);
      else if (ts.isFunctionDeclaration(statement)) note(`typeof ${prefix}${statement.name.text}`, text);
      else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) note(`${prefix}${statement.name.text}`, text);
      else if (ts.isVariableStatement(statement)) {
        for (const { name } of statement.declarationList.declarations) note(`typeof ${prefix}${name.text}`, text);
      } else if (!ts.isExportDeclaration(statement)) throw new Error(text);
    }
  };
  for (const file of program.getSourceFiles()) {
    if (program.isSourceFileDefaultLibrary(file)) noteAll(file.statements, file, '');
  }
  return texts;
}

const asked = process.argv.slice(3);
const pages = declared(asked.length > 0 ? asked : PAGES);
const workers = asked.length > 0 ? [] : [...declared(WORKERS)];
const all = [...pages, ...workers.filter(([name]) => !pages.has(name))];
for (const [name, texts] of all.sort(([one], [other]) => (one < other ? -1 : 1))) console.log(`${name}\t${texts.join(' ')}`);
