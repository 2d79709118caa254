// What AsyncAPI's own parser says of documents.
//
//     node asyncapi.mjs FILE.json ...
//
// Prints a list, for each document {"channels", "operations", "messages": names, "problems": [...]}
// with the diagnostics of the parser, but for those of the severities "information" and "hint".

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';

const require = createRequire(import.meta.url);
const { Parser } = require('@asyncapi/parser');
const WARNING = 1;

const answers = [];
for (const file of process.argv.slice(2)) {
  const { document, diagnostics } = await new Parser().parse(readFileSync(file, 'utf8'));
  answers.push({
    channels: document ? document.channels().all().map((each) => each.id()) : [],
    operations: document ? document.operations().all().map((each) => each.id()) : [],
    messages: document ? document.messages().all().map((each) => each.name()) : [],
    problems: diagnostics
      .filter((each) => each.severity <= WARNING)
      .map((each) => `${each.code} ${each.path.join('.')}: ${each.message}`),
  });
}
process.stdout.write(JSON.stringify(answers));
