// What the TypeScript compiler says of files of declarations, as JSON on standard output.
//
//     node oracle.mjs [--errors] ENTRY.d.ts ...
//
// `typescript` is found as Node finds packages: in a node_modules above, or by NODE_PATH.
// The answer is a list, with a graph for each entry:
//
//     {"typescript": version,
//      "files":        the files with the declarations, relative to the entry's folder,
//      "lines":        how many lines they have,
//      "declarations": [{file, path, line, kind, exported, generic, node}],
//      "errors":       what is wrong with the entry, [message, ...]; empty without --errors
//      "erring":       the lines on which it is, [line, ...]
//      "nodes":        [shape, ...]}            a node is an index into this list
//
// A shape is one of
//
//     {k: "string" | "number" | "boolean" | "null" | "unknown" | "defined" | "anyobject"}
//     {k: "literal", v: value}
//     {k: "infinite", v: "Infinity"}             a number that JSON cannot write
//     {k: "template", v: pattern}                text that has to fit, `item_${string}`
//     {k: "array", e: node}
//     {k: "tuple", items: [{t: node, optional, rest}]}
//     {k: "object", props: {name: {t: node, optional}}, index: [{key, t: node}], name}
//     {k: "union", m: [node, ...]}               without members: never
//     {k: "opaque", text, why}
//
// It is the JSON view of a type: what `JSON.stringify` leaves out (functions, symbols) is left
// out, `undefined` is a property's absence, a `Date` is a string.

import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

const require = createRequire(import.meta.url);
const ts = require('typescript');

const LEFT_OUT = -1; // A function or a symbol.
const ABSENT = -2; // `undefined`.
const MOST_NODES = 400_000;

const options = {
  noEmit: true,
  strict: true,
  skipLibCheck: !process.argv.includes('--errors'), // It would skip the entries, too.
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
};

// Each file is parsed once for all entries: those of the library, and what entries share.
const host = ts.createCompilerHost(options);
const parseFile = host.getSourceFile.bind(host);
const parsed = new Map();
host.getSourceFile = (name, ...rest) => {
  if (!parsed.has(name)) parsed.set(name, parseFile(name, ...rest));
  return parsed.get(name);
};

// What belongs to the entry that is being looked at.
let root, program, checker, nodes, byType, byShape, found, queue;

const isLibrary = (file) => program.isSourceFileDefaultLibrary(file);
const display = (file) => path.relative(root, file.fileName).split(path.sep).join('/');

// ------------------------------------------------------------------------------ types

function add(shape) {
  nodes.push(shape);
  return nodes.length - 1;
}

/** One node for each leaf, whatever type object it came from. */
function leaf(shape) {
  const key = JSON.stringify(shape);
  if (!byShape.has(key)) byShape.set(key, add(shape));
  return byShape.get(key);
}

const opaque = (type, why) => leaf({ k: 'opaque', text: checker.typeToString(type), why });

/** A union of nodes that are there already; what JSON leaves out is gone from `members`. */
function unionOf(members) {
  const distinct = [...new Set(members)].sort((a, b) => a - b);
  return distinct.length === 1 ? distinct[0] : leaf({ k: 'union', m: distinct });
}

const PRIMITIVE = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike;

/** JSON writes a `Date` as a text, whatever properties it has. */
const isDate = (type) =>
  type.isIntersection()
    ? type.types.some(isDate) && !type.types.some(({ flags }) => flags & PRIMITIVE)
    : isNamed(type.symbol) && fromLibrary(type.symbol) && LIBRARY[type.symbol.name]?.k === 'string';

/** What says more of texts beside one that may be any says nothing: a literal there has a brand. */
function withoutTextsOf(types, members) {
  if (!types.some((type) => isDate(type) || type.flags & ts.TypeFlags.String)) return members;
  const says = ({ k, v }) => k === 'template' || (k === 'literal' && typeof v === 'string');
  return members.filter((node) => !says(nodes[node]));
}

function fromLibrary(symbol) {
  // Node's own types add to classes that the library declares: these stay what they are.
  // A package may declare one again, without members, for users without the library.
  const says = (d) => !ts.isInterfaceDeclaration(d) || d.members.length > 0 || d.heritageClauses;
  const declared = symbol?.declarations ?? [];
  const files = declared.filter((d) => says(d) || isLibrary(d.getSourceFile())).map((d) => d.getSourceFile());
  const ofNode = (file) => file.fileName.includes('/node_modules/@types/node/');
  // A buffer is one of the library's lists of bytes.
  const known = files.some(isLibrary) || (symbol?.name === 'Buffer' && files.length > 0);
  return known && files.every((file) => isLibrary(file) || ofNode(file));
}

const LIBRARY = {
  Date: { k: 'string' },
  URL: { k: 'string' },
  String: { k: 'string' },
  Number: { k: 'number' },
  Boolean: { k: 'boolean' },
  Object: { k: 'defined' },
};

const isNamed = (symbol) =>
  symbol !== undefined && (symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class)) !== 0;

/** The element of an interface that extends an array, or undefined. */
function arrayBase(type, seen = new Set()) {
  if (!isNamed(type.symbol) || seen.has(type)) return undefined;
  seen.add(type);
  const target = type.target ?? type;
  if (!target.isClassOrInterface()) return undefined;
  for (const base of checker.getBaseTypes(target)) {
    // The element is that of the instance, not the type parameter of what is declared.
    const listed = checker.isArrayType(base) || (base.symbol?.name === 'ArrayLike' && fromLibrary(base.symbol));
    if (listed) return checker.getIndexTypeOfType(type, ts.IndexKind.Number);
    if (arrayBase(base, seen)) return checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  }
  return undefined;
}

/** The tuple that an interface extends, or undefined. */
function tupleBase(type, seen = new Set()) {
  if (!isNamed(type.symbol) || seen.has(type)) return undefined;
  seen.add(type);
  const target = type.target ?? type;
  if (!target.isClassOrInterface()) return undefined;
  for (const base of checker.getBaseTypes(target)) {
    if (checker.isTupleType(base)) return base;
    const inherited = tupleBase(base, seen);
    if (inherited) return inherited;
  }
  return undefined;
}

/** The node of a type; LEFT_OUT or ABSENT where JSON has nothing for it. */
function nodeOf(type) {
  const known = byType.get(type);
  if (known !== undefined) return known;
  const node = makeNode(type);
  byType.set(type, node);
  return node;
}

/** The node of an element of a list, where JSON writes null for what it cannot carry. */
function elementOf(type) {
  const members = type.isUnion() && !(type.flags & ts.TypeFlags.Boolean) ? type.types : [type];
  const found = members.map(nodeOf).map((node) => {
    return node < 0 ? leaf({ k: 'null' }) : node;
  });
  return unionOf(withoutTextsOf(members, found));
}

function makeNode(type) {
  const F = ts.TypeFlags;
  const flags = type.flags;
  if (flags & F.Any) {
    if (type.intrinsicName === 'error') return opaque(type, 'not resolved');
    return leaf({ k: 'unknown' });
  }
  if (flags & F.Unknown) return leaf({ k: 'unknown' });
  if (flags & F.Never) return leaf({ k: 'union', m: [] });
  if (flags & F.Null) return leaf({ k: 'null' });
  if (flags & (F.Undefined | F.Void)) return ABSENT;
  if (flags & F.ESSymbolLike) return LEFT_OUT;
  if (flags & F.Boolean) return leaf({ k: 'boolean' });
  if (flags & F.StringLiteral) return leaf({ k: 'literal', v: type.value });
  if (flags & F.NumberLiteral) return leaf(numberLiteral(type.value));
  if (flags & F.BooleanLiteral) return leaf({ k: 'literal', v: type.intrinsicName === 'true' });
  if (flags & F.Union) {
    const found = type.types.map(nodeOf);
    // Of a text that is a list nothing is left, though the compiler has no never for it.
    const something = found.filter((node) => node >= 0 && nodes[node].m?.length !== 0);
    const kept = withoutTextsOf(type.types, something);
    if (kept.length > 0) return unionOf(kept);
    if (found.includes(ABSENT)) return ABSENT;
    return found.includes(LEFT_OUT) ? LEFT_OUT : leaf({ k: 'union', m: [] });
  }
  // A member of an enum without a value that the declaration tells.
  if (flags & F.Enum) return leaf({ k: 'number' });
  if (flags & F.String) return leaf({ k: 'string' });
  if (flags & F.Number) return leaf({ k: 'number' });
  if (flags & F.BigIntLike) return opaque(type, 'bigint');
  if (flags & F.TemplateLiteral) return leaf({ k: 'template', v: templateText(type) });
  if (flags & F.StringMapping) return leaf({ k: 'template', v: '${string}' });
  if (flags & F.NonPrimitive) return leaf({ k: 'anyobject' });
  if (flags & F.TypeParameter && type.isThisType) {
    const constraint = checker.getBaseConstraintOfType(type);
    return constraint ? nodeOf(constraint) : opaque(type, 'this');
  }
  // In the branch of a condition that holds, a type that is checked stands beside what it extends.
  if (flags & F.Substitution) return nodeOf(type.baseType);
  if (flags & F.Instantiable) return opaque(type, 'depends on a type parameter');
  if (flags & F.Intersection) return intersection(type);
  return object(type);
}

/** JSON has no text for what a number such as `1e999` is: its name stands for it. */
function numberLiteral(value) {
  return Number.isFinite(value) ? { k: 'literal', v: value } : { k: 'infinite', v: String(value) };
}

/** A template literal type with its holes by the name of a primitive. */
function templateText(type) {
  const F = ts.TypeFlags;
  const hole = (inner) => {
    if (inner.flags & F.TemplateLiteral) return templateText(inner);
    return inner.flags & (F.Number | F.BigInt) ? '${number}' : '${string}';
  };
  return type.texts.map((text, i) => text + (i < type.types.length ? hole(type.types[i]) : '')).join('');
}

/** The type that was asked about in conditions, each of which puts another type around it. */
function withoutCondition(type) {
  while (type.flags & ts.TypeFlags.Substitution) type = type.baseType;
  return type;
}

/** Whether a type has no members at all. */
function isBare(type) {
  const { Call, Construct } = ts.SignatureKind;
  const signatures = [Call, Construct].flatMap((kind) => checker.getSignaturesOfType(type, kind));
  const members = [...checker.getPropertiesOfType(type), ...checker.getIndexInfosOfType(type)];
  return members.length === 0 && signatures.length === 0;
}

function intersection(type) {
  const types = type.types.map(withoutCondition);
  // Objects whose tags exclude each other: the compiler reduces them when it looks, not before.
  if (checker.isTypeAssignableTo(type, checker.getNeverType())) return leaf({ k: 'union', m: [] });
  // A brand (`string & {__brand: 'Id'}`) and an open string (`string & {}`) are the primitive.
  // `object` says nothing more of an object type, with which the compiler keeps it.
  const { Object: isObject, NonPrimitive } = ts.TypeFlags;
  const objects = types.filter((member) => member.flags & isObject);
  const said = objects.length > 0 ? isObject | NonPrimitive : isObject;
  const plain = types.filter((member) => !(member.flags & said));
  const pattern = ts.TypeFlags.TemplateLiteral | ts.TypeFlags.StringMapping;
  const primitive = plain.find(
    (member) => !(member.flags & ts.TypeFlags.Instantiable) || member.flags & pattern,
  );
  // No JSON is a text or a number and a list at once.
  const isListed = types.some((member) => checker.isArrayType(member) || checker.isTupleType(member));
  if (primitive && isListed) return leaf({ k: 'union', m: [] });
  if (primitive) return nodeOf(primitive);
  if (plain.length > 0 && checker.getPropertiesOfType(type).length === 0) {
    return opaque(type, 'depends on a type parameter');
  }
  const date = types.find(isDate);
  if (date) return nodeOf(date);
  // `object` beside interfaces without a member is what `object` alone is.
  if (types.some((member) => member.flags & NonPrimitive) && isBare(type)) return leaf({ k: 'anyobject' });
  const tupled = types.map((member) => (checker.isTupleType(member) ? member : tupleBase(member))).find(Boolean);
  const lists = types.filter((member) => checker.isArrayType(member));
  // A list that is two lists at once is a list of what is both.
  if (!tupled && (lists.length > 1 || types.some((member) => arrayBase(member)))) {
    const node = add({ k: 'array' });
    byType.set(type, node);
    nodes[node].e = elementOf(checker.getIndexTypeOfType(type, ts.IndexKind.Number));
    return node;
  }
  // JSON writes a list with properties of its own as the list.
  if (tupled) return tuple(type, tupled);
  return lists.length > 0 ? nodeOf(lists[0]) : object(type);
}

function object(type) {
  const symbol = type.symbol;
  if (checker.isTupleType(type)) return tuple(type);
  if (checker.isArrayType(type)) {
    const node = add({ k: 'array' });
    byType.set(type, node);
    nodes[node].e = elementOf(checker.getTypeArguments(type)[0]);
    return node;
  }
  if (isNamed(symbol) && fromLibrary(symbol)) {
    const name = symbol.name;
    if (LIBRARY[name]) return leaf(LIBRARY[name]);
    const signatures = [0, 1].flatMap((kind) => checker.getSignaturesOfType(type, kind));
    if (name.endsWith('Function') || signatures.length > 0) return LEFT_OUT;
    return opaque(type, 'a class of the library');
  }
  const tupled = tupleBase(type);
  if (tupled) return tuple(type, tupled);
  const base = arrayBase(type);
  if (base) {
    const node = add({ k: 'array' });
    byType.set(type, node);
    nodes[node].e = elementOf(base);
    return node;
  }
  if (nodes.length > MOST_NODES) return opaque(type, 'grows without end');

  const node = add({ k: 'object', props: {}, index: [], name: checker.typeToString(type) });
  byType.set(type, node);
  const props = [];
  for (const property of checker.getPropertiesOfType(type)) {
    const entry = propertyOf(property);
    if (entry) props.push([ts.unescapeLeadingUnderscores(property.escapedName), entry]);
  }
  for (const info of checker.getIndexInfosOfType(type)) {
    if (info.keyType.flags & ts.TypeFlags.ESSymbolLike) continue;
    // As with properties: what the library says of an element that a file adds to is no data.
    if (info.declaration && isLibrary(info.declaration.getSourceFile())) continue;
    const value = nodeOf(info.type);
    if (value === LEFT_OUT) continue;
    const flags = info.keyType.flags;
    // `string & {}` is a text.
    const isBranded = flags & ts.TypeFlags.Intersection && checker.isTypeAssignableTo(info.keyType, checker.getStringType());
    const key =
      isBranded || flags & (ts.TypeFlags.String | ts.TypeFlags.StringMapping)
        ? 'string'
        : flags & ts.TypeFlags.TemplateLiteral
          ? templateText(info.keyType)
          : 'number';
    nodes[node].index.push({ key, t: value === ABSENT ? leaf({ k: 'union', m: [] }) : value });
  }
  const callable =
    checker.getSignaturesOfType(type, ts.SignatureKind.Call).length > 0 ||
    checker.getSignaturesOfType(type, ts.SignatureKind.Construct).length > 0 ||
    (type.isIntersection() && type.types.some(isAnyFunction));
  if (callable && props.length === 0) {
    byType.set(type, LEFT_OUT);
    return LEFT_OUT;
  }
  // What is made of a class of the library alone: `Omit<Headers, 'get'>`.
  const declared = checker.getPropertiesOfType(type);
  const ofLibrary = declared.length > 0 && declared.every(fromLibrary);
  if (ofLibrary && props.length === 0) {
    // The members of a text that a utility type made of it, or those that an heir has.
    const boxed = declared.map(primitiveOf).find((primitive) => primitive !== undefined);
    if (boxed && (boxed.k === 'string' || isNamed(symbol)) && checker.isTypeAssignableTo(boxed.type, type)) {
      nodes[node] = { k: boxed.k };
      return node;
    }
  }
  if (!isNamed(symbol) && ofLibrary && props.length === 0 && nodes[node].index.length === 0) {
    nodes[node] = { k: 'opaque', text: checker.typeToString(type), why: 'a class of the library' };
    return node;
  }
  // Own properties also where they are called `__proto__`.
  nodes[node].props = Object.fromEntries(props);
  nodes[node].named = isNamed(symbol);
  return node;
}

/** Whether a type is the library's `Function`, which has no signature. */
const isAnyFunction = (type) => type.symbol?.name === 'Function' && fromLibrary(type.symbol);

/** The primitive with a property of the library, as its kind and its type. */
function primitiveOf(property) {
  const types = { String: checker.getStringType(), Number: checker.getNumberType(), Boolean: checker.getBooleanType() };
  const owners = (property.declarations ?? []).map((declaration) => declaration.parent);
  const owner = owners.find((one) => ts.isInterfaceDeclaration(one) && Object.hasOwn(types, one.name.text));
  return owner && { k: owner.name.text.toLowerCase(), type: types[owner.name.text] };
}

/** Whether a property is the `prototype` of a class, also where a mapped type repeats it: a class is a function. */
function isPrototype(property) {
  const type = checker.getTypeOfSymbol(property);
  let origin = property;
  for (const met = new Set(); origin.links?.syntheticOrigin && !met.has(origin); ) {
    met.add(origin);
    origin = origin.links.syntheticOrigin;
    if (checker.getTypeOfSymbol(origin) !== type) return false;
  }
  return (origin.flags & ts.SymbolFlags.Prototype) !== 0;
}

/** A property as {t, optional}, or undefined where JSON leaves it out. */
function propertyOf(property) {
  const name = String(property.escapedName);
  if (name.startsWith('__@') || name.startsWith('__#')) return undefined;
  if (property.flags & ts.SymbolFlags.Method || isPrototype(property)) return undefined;
  // What a declared class inherits from the library's `Error` is not enumerable: no data.
  if (fromLibrary(property)) return undefined;
  // What can be set alone is undefined when it is read.
  if (property.declarations?.every(ts.isSetAccessorDeclaration)) return undefined;
  const declaration = property.valueDeclaration;
  const modifiers = declaration ? ts.getCombinedModifierFlags(declaration) : 0;
  if (modifiers & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) return undefined;
  const type = checker.getTypeOfSymbol(property);
  const members = type.isUnion() ? type.types : [type];
  const found = nodeOf(type);
  if (found === LEFT_OUT) return undefined;
  const undefinedToo = members.some((m) => m.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void));
  const optional = (property.flags & ts.SymbolFlags.Optional) !== 0 || undefinedToo;
  // All that can be there is a function beside undefined: nothing for JSON.
  const rest = members.filter((m) => !(m.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)));
  if (found === ABSENT && rest.length > 0) return undefined;
  return { t: found === ABSENT ? leaf({ k: 'union', m: [] }) : found, optional };
}

/** A tuple, or what is one and something else: its elements are of both. */
function tuple(type, tupled = type) {
  const node = add({ k: 'tuple', items: [] });
  byType.set(type, node);
  const own = checker.getTypeArguments(tupled);
  const kinds = tupled.target.elementFlags;
  const both = (element, i) => {
    const property = tupled === type ? undefined : checker.getPropertyOfType(type, `${i}`);
    return property ? checker.getTypeOfSymbol(property) : element;
  };
  // What one of several tuples requires is there: their lengths are those of all of them.
  const mayLack = (i) => {
    const property = tupled === type ? undefined : checker.getPropertyOfType(type, `${i}`);
    return !property || (property.flags & ts.SymbolFlags.Optional) !== 0;
  };
  const elements = own.map(both);
  nodes[node].items = elements.map((element, i) => {
    const optional = (kinds[i] & ts.ElementFlags.Optional) !== 0 && mayLack(i);
    const rest = (kinds[i] & (ts.ElementFlags.Rest | ts.ElementFlags.Variadic)) !== 0;
    return { t: optional ? withoutUndefined(element) : elementOf(element), optional, rest };
  });
  return node;
}

/** An optional element's type: undefined says only that it may be missing. */
function withoutUndefined(element) {
  const members = element.isUnion() && !(element.flags & ts.TypeFlags.Boolean) ? element.types : [element];
  const rest = members.filter((member) => !(member.flags & ts.TypeFlags.Undefined));
  return unionOf(withoutTextsOf(rest, rest.map(elementOf)));
}

// ------------------------------------------------------------------------ declarations

const SF = ts.SymbolFlags;
function resolve(symbol) {
  while (symbol && symbol.flags & SF.Alias) {
    const next = checker.getAliasedSymbol(symbol);
    if (!next || next === symbol || next.escapedName === 'unknown') return undefined;
    symbol = next;
  }
  return symbol && checker.getMergedSymbol(symbol); // With what other files add to it.
}

function reach(symbol, exported, own) {
  symbol = resolve(symbol);
  if (!symbol || fromLibrary(symbol)) return;
  const known = found.get(symbol);
  if (known && (known.exported || !exported) && (!exported || known.files.has(own))) return;
  found.set(symbol, { exported, files: new Set([...(known?.files ?? []), own]) });
  if (!known) queue.push(symbol);
  if (exported && symbol.flags & SF.Module) {
    // Of a namespace that a script shares with other files, the script's own part is exported.
    const isShared = own && symbol.declarations?.every((d) => d.name && ts.isIdentifier(d.name));
    for (const inner of checker.getExportsOfModule(symbol)) {
      if (!isShared || isDeclaredIn(inner, own)) reach(inner, true, own);
    }
  }
}

/** What a file declares; that of a script merges with what other files declare for all. */
function reachScript(file) {
  for (const symbol of file.locals?.values() ?? []) {
    if (!(symbol.flags & SF.Alias)) reach(checker.getMergedSymbol(symbol), true, file);
  }
}

/** A file, and those that it refers to, directly or not. */
function scriptsOf(entry) {
  const files = new Set([entry]);
  for (const file of files) {
    const folder = path.dirname(file.fileName);
    for (const { fileName } of file.referencedFiles) {
      const target = program.getSourceFile(path.resolve(folder, fileName));
      if (target) files.add(target);
    }
  }
  return [...files];
}

const isDeclaredIn = (symbol, file) => (symbol.declarations ?? []).some((d) => d.getSourceFile() === file);

/** The symbols that a declaration names, wherever they are declared. */
function references(declaration) {
  const visit = (node) => {
    let name;
    if (ts.isTypeReferenceNode(node)) name = node.typeName;
    else if (ts.isExpressionWithTypeArguments(node)) name = node.expression;
    else if (ts.isImportTypeNode(node)) name = node.qualifier;
    if (name) {
      const right = ts.isQualifiedName(name) ? name.right : name;
      const target = checker.getSymbolAtLocation(ts.isPropertyAccessExpression(right) ? right.name : right);
      if (target) reach(target, false);
    }
    // The members of a namespace or a class are not what the type of that name says.
    if (!ts.isModuleDeclaration(node)) ts.forEachChild(node, visit);
  };
  if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)) visit(declaration);
}

function pathOf(declaration) {
  const names = [];
  for (let node = declaration; node && !ts.isSourceFile(node); node = node.parent) {
    if (node !== declaration && !ts.isModuleDeclaration(node)) continue;
    if (!node.name) names.unshift('default');
    else if (ts.isIdentifier(node.name) && !(node.flags & ts.NodeFlags.GlobalAugmentation)) {
      names.unshift(node.name.text);
    }
  }
  return names;
}

function ask(entry) {
  root = path.dirname(entry);
  program = ts.createProgram([entry], options, host);
  checker = program.getTypeChecker();
  nodes = [];
  byType = new Map();
  byShape = new Map();
  found = new Map(); // symbol -> {exported}
  queue = [];
  const entryFile = program.getSourceFile(entry);
  if (!entryFile) throw new Error(`cannot read ${entry}`);

  const moduleSymbol = checker.getSymbolAtLocation(entryFile);
  if (moduleSymbol) {
    for (const symbol of checker.getExportsOfModule(moduleSymbol)) reach(symbol, true);
    const assigned = moduleSymbol.exports?.get('export=');
    if (assigned) reach(assigned, true);
    if (found.size === 0) {
      // The file is about what it declares in `declare global`.
      for (const statement of entryFile.statements) {
        if (!(statement.flags & ts.NodeFlags.GlobalAugmentation)) continue;
        for (const inner of statement.body?.statements ?? []) {
          const symbol = inner.name && checker.getSymbolAtLocation(inner.name);
          if (symbol) reach(symbol, true);
        }
      }
    }
    if (![...found.keys()].some((symbol) => symbol.flags & SF.Type)) {
      // It exports values alone: what is left is what it refers to, and what it declares for itself.
      scriptsOf(entryFile).forEach(reachScript);
    }
  } else {
    for (const file of entryFile.statements.length > 0 ? [entryFile] : scriptsOf(entryFile)) reachScript(file);
  }
  while (queue.length > 0) {
    const symbol = queue.shift();
    for (const declaration of symbol.declarations ?? []) references(declaration);
  }

  const declarations = [];
  for (const [symbol, { exported }] of found) {
    const kind =
      symbol.flags & SF.Interface && !(symbol.flags & SF.Class)
        ? 'interface'
        : symbol.flags & SF.TypeAlias
          ? 'alias'
          : symbol.flags & SF.Enum
            ? 'enum'
            : undefined;
    if (!kind || symbol.flags & SF.TypeParameter) continue;
    const declaration = symbol.declarations?.find(
      (d) =>
        (ts.isInterfaceDeclaration(d) || ts.isTypeAliasDeclaration(d) || ts.isEnumDeclaration(d)) &&
        !isLibrary(d.getSourceFile()),
    );
    if (!declaration) continue;
    const file = declaration.getSourceFile();
    const generic = symbol.declarations.some((d) => d.typeParameters?.length);
    const record = {
      file: display(file),
      path: pathOf(declaration),
      line: file.getLineAndCharacterOfPosition(declaration.getStart()).line + 1,
      kind,
      exported,
      generic,
      node: null,
    };
    if (!generic) {
      const node = nodeOf(checker.getDeclaredTypeOfSymbol(symbol));
      record.node = node === LEFT_OUT || node === ABSENT ? null : node;
      if (kind === 'interface' && node === LEFT_OUT) record.node = null;
    }
    declarations.push(record);
  }
  declarations.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));

  const files = new Set([entryFile]);
  for (const symbol of found.keys()) {
    for (const declaration of symbol.declarations ?? []) files.add(declaration.getSourceFile());
  }
  return {
    typescript: ts.version,
    files: [...files].map(display).sort(),
    lines: [...files].reduce((sum, file) => sum + file.getLineStarts().length, 0),
    declarations,
    ...errorsOf(program.getSourceFile(entry)),
    nodes,
  };
}

function errorsOf(file) {
  if (options.skipLibCheck) return { errors: [], erring: [] };
  const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  return {
    errors: found.map((error) => ts.flattenDiagnosticMessageText(error.messageText, ' ')),
    erring: found.map((error) => file.getLineAndCharacterOfPosition(error.start).line + 1),
  };
}

const entries = process.argv.slice(2).filter((word) => word !== '--errors');

/** The answer for an entry; the compiler itself fails for some that grow without end. */
function answer(entry) {
  try {
    return ask(path.resolve(entry));
  } catch (error) {
    if (options.skipLibCheck || !(error instanceof RangeError)) throw error;
    return { files: [], lines: 0, declarations: [], errors: [error.message], erring: [1], nodes: [] };
  }
}

process.stdout.write(JSON.stringify(entries.map(answer)));
