export interface Told {
  type: 'told';
  '\r\n::error file=x::y': { '%0A::warning::z': 'a' | '\n\n# heading' };
  /** ![this](https://example.org/x.png) \u202e <script>alert(1)</script> */
  text: string;
  '"><script>': `|${string}`;
}

export interface Done {
  type: 'done';
}

export interface Told2 {
  type: '](https://example.org) ::add-mask::x @everyone #1';
}

export type ServerEvent = Told | Done | Told2;
