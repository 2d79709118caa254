export interface Told {
  type: 'told\u001b[31m\u202e';
  '`|<img src=x>\n::error::owned\r\n': string;
  voice: 'a' | 'b';
}

export interface Gone {
  type: '\n::error file=x::owned%0A**bold** [x](https://example.org)';
}

export interface Done {
  type: 'done';
}

export type ServerEvent = Told | Gone | Done;
