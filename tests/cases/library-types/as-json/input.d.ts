export interface Holder {
  date: Date;
  when?: Date | null;
  big?: bigint;
  bytes?: Uint8Array;
  map?: Map<string, number>;
  set?: Set<string>;
  promise?: Promise<string>;
  regexp?: RegExp;
  error?: Error;
  buffer?: ArrayBuffer;
  url?: { href: string };
  object?: object;
  Object?: Object;
  boxed?: String;
  unknown: unknown;
  any?: any;
  never?: never;
  void?: void;
  undefined?: undefined;
  none: null;
}
