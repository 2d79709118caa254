// The events and their targets of the web's library that others are assignable to, as JSON.
//
//     node alike.mjs EMPTY.d.ts
//
// The answer has those that inherit from `Event` or `EventTarget`, without type parameters, and for
// each the ones that are assignable to it though they do not inherit from it:
//
//     {"names": ["AbortSignal", ...], "alike": {"HTMLSpanElement": ["HTMLElement", ...]}}

import { createRequire } from 'node:module';
import process from 'node:process';

const require = createRequire(import.meta.url);
const ts = require('typescript');

const options = { strict: true, lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'], types: [] };
const program = ts.createProgram([process.argv[2]], options);
const checker = program.getTypeChecker();
const found = new Map();

for (const file of program.getSourceFiles()) {
  if (!program.isSourceFileDefaultLibrary(file)) continue;
  ts.forEachChild(file, (statement) => {
    if (!ts.isInterfaceDeclaration(statement) || statement.typeParameters) return;
    const symbol = checker.getSymbolAtLocation(statement.name);
    found.set(symbol.name, checker.getDeclaredTypeOfSymbol(symbol));
  });
}

/** The names of a type and of all that it inherits from. */
function namesOf(type) {
  return new Set([type.symbol.name, ...(checker.getBaseTypes(type) ?? []).flatMap((base) => [...namesOf(base)])]);
}

const above = new Map([...found].map(([name, type]) => [name, namesOf(type)]));
const names = [...found.keys()].filter((name) => above.get(name).has('Event') || above.get(name).has('EventTarget')).sort();
const alike = {};
for (const target of names) {
  const others = names.filter((name) => !above.get(name).has(target) && checker.isTypeAssignableTo(found.get(name), found.get(target)));
  if (others.length) alike[target] = others;
}
console.log(JSON.stringify({ names, alike }));
