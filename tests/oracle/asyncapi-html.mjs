// A document of AsyncAPI as a page, by AsyncAPI's own generator and its template for HTML.
//
//     node asyncapi-html.mjs DOCUMENT.json FOLDER
//
// Writes FOLDER/index.html; fails where the generator does.

import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

const require = createRequire(import.meta.url);
const Generator = require('@asyncapi/generator');
const template = path.dirname(require.resolve('@asyncapi/html-template/package.json'));
const [document, folder] = process.argv.slice(2);

const options = { forceWrite: true, templateParams: { singleFile: 'true' } };
const generator = new (Generator.default ?? Generator)(template, folder, options);
await generator.generateFromFile(document);
