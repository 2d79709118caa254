export interface Told {
  type: 'told';
  'a\u001b[2J\u202e': string;
  "`|<img src=x onerror=alert(1)>": string;
  '\r\n::error file=x::y': { '%0A::warning::z'?: 'a' };
  /** Use [this](javascript:alert(1)). */
  text: `|${string}`;
}

export interface Done {
  type: 'done';
}

export type ServerEvent = Told | Done;
