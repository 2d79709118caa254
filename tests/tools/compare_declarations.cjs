// Compares declarations of pairs of files as the TypeScript compiler understands them.
//
// The argument is JSON: a list of [OURS.d.ts, THEIRS.d.ts, [NAME, ...]]. Prints JSON, for each pair:
// for every name, and everything in the namespace of that name, both sides' properties in order,
// each as [name, "?" or "", type], and whether each side's type is assignable to the other's. The
// members of a union are listed as well. A NAME may be OUR_NAME=THEIR_NAME; the result goes by ours.
"use strict";
const ts = require("typescript");

const options = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
};
// Each file is parsed once for all pairs.
const host = ts.createCompilerHost(options);
const parseFile = host.getSourceFile.bind(host);
const parsed = new Map();
host.getSourceFile = (name, ...rest) => {
  if (!parsed.has(name)) parsed.set(name, parseFile(name, ...rest));
  return parsed.get(name);
};

let program, checker; // Of the pair that is being looked at.
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

function compare([ours, theirs, names]) {
  program = ts.createProgram([ours, theirs], options, host);
  checker = program.getTypeChecker();
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
  return result;
}

console.log(JSON.stringify(JSON.parse(process.argv[2]).map(compare), null, 1));
