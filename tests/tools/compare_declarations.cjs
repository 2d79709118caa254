// Compares declarations of two files as the TypeScript compiler understands them.
//
// Arguments: OURS.d.ts THEIRS.d.ts NAME... Prints JSON: for every name, and everything in the
// namespace of that name, both sides' properties in order, each as [name, "?" or "", type],
// and whether each side's type is assignable to the other's. The members of a union are listed
// as well. A NAME may be OUR_NAME=THEIR_NAME; the result goes by ours.
"use strict";
const ts = require("typescript");

const [ours, theirs, ...names] = process.argv.slice(2);
const program = ts.createProgram([ours, theirs], {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
});
const checker = program.getTypeChecker();
const format = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias;

function exportsOf(path) {
  const file = program.getSourceFile(path);
  return new Map(
    checker.getExportsOfModule(checker.getSymbolAtLocation(file)).map((s) => [s.name, s]),
  );
}

// The declared types of a symbol and of everything in its namespace, by dotted name.
function typesOf(symbol, path, found) {
  found.set(path, checker.getDeclaredTypeOfSymbol(symbol));
  for (const inner of checker.getExportsOfModule(symbol)) {
    typesOf(inner, `${path}.${inner.name}`, found);
  }
  return found;
}

// The compiler orders the members of a union by when it met them, which says nothing.
function textOf(type) {
  if (!type.isUnion()) return checker.typeToString(type, undefined, format);
  return type.types.map(textOf).sort().join(" | ");
}

function describe(type) {
  if (type === undefined) return null;
  if (type.isUnion()) return type.types.map((member) => ["|", "", textOf(member)]).sort();
  const properties = checker.getPropertiesOfType(type).map((property) => [
    property.name,
    property.flags & ts.SymbolFlags.Optional ? "?" : "",
    textOf(checker.getTypeOfSymbol(property)),
  ]);
  const indexes = checker.getIndexInfosOfType(type).map((index) => [
    `[${checker.typeToString(index.keyType)}]`,
    index.isReadonly ? "readonly" : "",
    textOf(index.type),
  ]);
  return [...properties, ...indexes];
}

const result = {};
const [ourExports, theirExports] = [exportsOf(ours), exportsOf(theirs)];
for (const pair of names) {
  const [name, theirName = name] = pair.split("=");
  const sides = [
    [ourExports, name],
    [theirExports, theirName],
  ].map(([symbols, exported]) =>
    symbols.has(exported) ? typesOf(symbols.get(exported), name, new Map()) : new Map(),
  );
  for (const path of new Set([...sides[0].keys(), ...sides[1].keys()])) {
    const [our, their] = sides.map((types) => types.get(path));
    result[path] = {
      ours: describe(our),
      theirs: describe(their),
      assignable:
        our !== undefined && their !== undefined
          ? [checker.isTypeAssignableTo(our, their), checker.isTypeAssignableTo(their, our)]
          : [false, false],
    };
  }
}
console.log(JSON.stringify(result, null, 1));
