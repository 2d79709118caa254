// JSON Schemas of the exported declarations of files, as ts-json-schema-generator makes them.
//
//     node schemas.mjs ENTRY.d.ts ...
//
// Prints a list, for each entry {"definitions": {...}, "types": {name: schema}}, one schema for
// each exported type; a type that the generator refuses is in "refused": {name: reason}.

import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const { createFormatter, createParser, DEFAULT_CONFIG, SchemaGenerator } = await import(
  pathToFileURL(require.resolve('ts-json-schema-generator')).href
);
const ts = require('typescript');

// What `createGenerator` takes where there is no tsconfig.
const GENERATORS_OWN = {
  noEmit: true,
  emitDecoratorMetadata: true,
  experimentalDecorators: true,
  target: ts.ScriptTarget.ES5,
  module: ts.ModuleKind.CommonJS,
  strictNullChecks: false,
};
const OURS = {
  strict: true,
  types: [],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
};

/** Makes programs with some options that share what they parse. */
function programs(options) {
  const host = ts.createCompilerHost(options);
  const parseFile = host.getSourceFile.bind(host);
  const parsed = new Map();
  host.getSourceFile = (name, ...rest) => {
    if (!parsed.has(name)) parsed.set(name, parseFile(name, ...rest));
    return parsed.get(name);
  };
  return (entry) => ts.createProgram([entry], options, host);
}

const generatorsOwn = programs(GENERATORS_OWN);
const ours = programs(OURS);

function ask(entry) {
  const config = {
    ...DEFAULT_CONFIG,
    path: entry,
    // Undeclared properties are fine: TypeScript's types are structural.
    additionalProperties: true,
    encodeRefs: false,
    expose: 'all',
    functions: 'hide',
    jsDoc: 'none',
    skipTypeCheck: true,
    sortProps: false,
    strictTuples: true,
    topRef: true,
  };
  const typed = generatorsOwn(entry);
  const [parser, formatter] = [createParser(typed, config), createFormatter(config)];
  const generator = new SchemaGenerator(typed, parser, formatter, config);

  const program = ours(entry);
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(entry);
  const symbol = checker.getSymbolAtLocation(file);
  const exported = symbol ? checker.getExportsOfModule(symbol) : [...(file.locals?.values() ?? [])];

  const answer = { definitions: {}, types: {}, refused: {} };
  for (const item of exported) {
    let target = item;
    while (target.flags & ts.SymbolFlags.Alias) target = checker.getAliasedSymbol(target);
    if (!(target.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Enum))) continue;
    if (target.flags & ts.SymbolFlags.Class) continue;
    const generic = target.declarations.some((d) => (d.typeParameters?.length ?? 0) > 0);
    if (generic) continue;
    try {
      const schema = generator.createSchema(item.name);
      Object.assign(answer.definitions, schema.definitions);
      answer.types[item.name] = { $ref: schema.$ref };
    } catch (error) {
      answer.refused[item.name] = String(error.message ?? error).split('\n')[0];
    }
  }
  return answer;
}

const entries = process.argv.slice(2).map((entry) => path.resolve(entry));
process.stdout.write(JSON.stringify(entries.map(ask)));
