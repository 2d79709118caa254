export interface Told {
  type: 'tell\u001b[31m\u202e';
  '`|<img src=x>\n::error::owned\r\n': string;
  voice: 'a' | '\u001b]0;title\u0007' | '</td><script>' | '%0A::error::x,y' | '`|``';
}

export interface Done {
  /** @deprecated ![x](https://example.org/x.png) ‮ <b> | ::warning::w */
  type: 'done';
}

export type ServerEvent = Told | Done;
