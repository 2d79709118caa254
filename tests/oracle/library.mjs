// The members of TypeScript's and the web's libraries, as JSON on standard output.
//
//     node library.mjs EMPTY.d.ts
//
// The answer has the words of each interface, and of the object type of each value
// (`typeof URL`): its own members that are functions, texts, numbers, truth values or
// constants, or one of some texts (`'name'a|b'`), and its bases; `-name` hides a member of a base. A word is a mark and a name, and ends in `~` and `?` where the
// member may be null and absent. Interfaces have a `*`, and `*name` is any other member of theirs, own or
// inherited, `*[string]` the key of an index signature, and `*()` says that one is called:
//
//     {"Storage": ["!getItem", "#length", "*[string]", ...], "Attr": ["+Node", "localName", "?specified", ...]}

import { createRequire } from 'node:module';
import process from 'node:process';

const require = createRequire(import.meta.url);
const ts = require('typescript');
const F = ts.TypeFlags;

const options = { strict: true, lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'], types: [] };
const program = ts.createProgram([process.argv[2]], options);
const checker = program.getTypeChecker();
const words = {};

const isCalled = (type) => checker.getSignaturesOfType(type, 0).length + checker.getSignaturesOfType(type, 1).length > 0;
const isFunction = (type) => (type.flags & F.Object) !== 0 && (isCalled(type) || type.symbol?.name === 'Function');

/** The mark of a type that is no union with null or undefined; undefined for any other type. */
function markOf(members, name) {
  const all = (test) => members.length > 0 && members.every(test);
  if (all(isFunction)) return `!${name}`;
  if (all((type) => type.flags & F.BooleanLike) && members.length === 2) return `?${name}`;
  if (all((type) => type.flags & F.StringLiteral)) return `'${name}'${members.map((type) => type.value).sort().join('|')}'`;
  if (members.length !== 1) return undefined;
  const [type] = members;
  if (type.flags & F.String) return name;
  if (type.flags & F.Number) return `#${name}`;
  return type.flags & F.NumberLiteral ? `=${name}=${type.value}` : undefined;
}

function wordOf(property) {
  const name = property?.name;
  if (name === undefined) return undefined;
  if (name.startsWith('__@') || name === 'prototype' || !/^[\w$&+'`-]+$/.test(name)) return undefined;
  if (property.declarations?.every(ts.isSetAccessorDeclaration)) return undefined;
  const type = checker.getTypeOfSymbol(property);
  const members = type.isUnion() ? type.types : [type];
  const isAbsent = members.some((member) => member.flags & (F.Undefined | F.Void));
  const isNull = members.some((member) => member.flags & F.Null);
  const kept = members.filter((member) => !(member.flags & (F.Undefined | F.Void | F.Null)));
  const word = markOf(kept, name);
  return word && `${word}${isNull ? '~' : ''}${isAbsent || property.flags & ts.SymbolFlags.Optional ? '?' : ''}`;
}

function note(name, type, bases) {
  const named = bases.filter((base) => base.symbol).map((base) => checker.getFullyQualifiedName(base.symbol));
  const inherited = named.filter((above) => above !== name);
  const own = type.symbol?.members ? [...type.symbol.members.values()] : [];
  const isHidden = ({ name }) => bases.some((base) => wordOf(checker.getPropertyOfType(base, name)) !== undefined);
  const found = own.map((property) => wordOf(property) ?? (isHidden(property) && `-${property.name}`)).filter(Boolean);
  words[name] = [...new Set([...inherited.map((above) => `+${above}`), ...found, ...others(type)])].sort();
}

/** The members of an interface that have no word, inherited ones too, and its signatures. */
function others(type) {
  if (!type.isClassOrInterface()) return [];
  const isOther = (property) => !property.name.startsWith('__@') && wordOf(property) === undefined;
  const names = checker.getPropertiesOfType(type).filter(isOther).map((property) => property.name);
  const indexes = checker.getIndexInfosOfType(type).map((info) => `[${checker.typeToString(info.keyType)}]`);
  return ['*', ...[...names, ...indexes, ...(isCalled(type) ? ['()'] : [])].map((name) => `*${name}`)];
}

function noteAll(statement, prefix) {
  if (ts.isInterfaceDeclaration(statement)) {
    const symbol = checker.getSymbolAtLocation(statement.name);
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    const name = `${prefix}${symbol.name}`;
    if (!(name in words)) note(name, type, checker.getBaseTypes(type));
  } else if (ts.isModuleDeclaration(statement) && statement.body && statement.name.text !== 'global') {
    statement.body.statements.forEach((inner) => noteAll(inner, `${prefix}${statement.name.text}.`));
  } else if (ts.isVariableStatement(statement) && prefix === '') {
    for (const declared of statement.declarationList.declarations) {
      const type = checker.getTypeAtLocation(declared.name);
      if (type.symbol?.name === '__type' && type.symbol.members) note(`typeof ${declared.name.text}`, type, []);
    }
  }
}

for (const file of program.getSourceFiles()) {
  if (program.isSourceFileDefaultLibrary(file)) ts.forEachChild(file, (statement) => noteAll(statement, ''));
}
console.log(JSON.stringify(words));
