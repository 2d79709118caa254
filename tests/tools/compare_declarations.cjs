// Compares declarations of pairs of files as the TypeScript compiler understands them.
//
// The argument is JSON: a list of [OURS.d.ts, THEIRS.d.ts, [NAME, ...]]. Prints JSON, for each pair:
// for every name, and everything in the namespace of that name, both sides' properties in order,
// each as [name, "?" or "", type], and whether each side's type is assignable to the other's.
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

function describe(type) {
  if (type === undefined) return null;
  const properties = checker.getPropertiesOfType(type).map((property) => [
    property.name,
    property.flags & ts.SymbolFlags.Optional ? "?" : "",
    checker.typeToString(checker.getTypeOfSymbol(property), undefined, format),
  ]);
  const indexes = checker.getIndexInfosOfType(type).map((index) => [
    `[${checker.typeToString(index.keyType)}]`,
    index.isReadonly ? "readonly" : "",
    checker.typeToString(index.type, undefined, format),
  ]);
  return [...properties, ...indexes];
}

function compare([ours, theirs, names]) {
  program = ts.createProgram([ours, theirs], options, host);
  checker = program.getTypeChecker();
  const result = {};
  const [ourExports, theirExports] = [exportsOf(ours), exportsOf(theirs)];
  for (const name of names) {
    const sides = [ourExports, theirExports].map((symbols) =>
      symbols.has(name) ? typesOf(symbols.get(name), name, new Map()) : new Map(),
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
