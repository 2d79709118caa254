export declare const VERSION: '2.0';
export declare const LIMIT = 10;
export declare const FLAGS: readonly ['read', 'write', 'admin'];
export declare const codes: { readonly ok: 0; readonly failed: -1; readonly note?: string };
export declare const plain: string;
export declare let anything: number | null;
export declare function helper(x: string): void;
export interface Uses {
  version: typeof VERSION;
  limit: typeof LIMIT;
  flag: (typeof FLAGS)[number];
  flags: typeof FLAGS;
  code: (typeof codes)[keyof typeof codes];
  codes: typeof codes;
  plain: typeof plain;
  anything?: typeof anything;
}
