export interface Hostile {
  quotes: '"' | "'" | '\'"' | '"""' | "'''";
  escapes: '\n' | '\r\n' | '\t' | '\\' | '\0' | '\x41' | 'B' | '\u{1F600}' | '\v' | '\b';
  spaces: '' | ' ' | '  two  ';
  marks: '‮' | '​' | '\u2028' | '﻿';
  braces: '{{ x }}' | '{% raw %}' | '{# #}' | '${x}' | '%s';
  code?: '\"]; import os; os.system("x") #' | '\\N{BULLET}' | '\\';
  continued?: 'one \
two';
  numbers: 0 | -1 | 1.5 | 1e3 | 0x1f | 0b101 | 0o17 | 1_000 | -0.25 | 1e-7 | 123456789012345680000;
  booleans: true;
  template?: `plain`;
  surrogate?: '\uD83D\uDE00';
}
