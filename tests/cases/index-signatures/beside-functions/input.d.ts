// What is left of an object whose own properties are no data, or can hold nothing.
export interface Plugin {
  [name: string]: any;
  apply: (compiler: number) => void;
}

export interface Listeners {
  [name: string]: ((x: number) => void) | undefined;
  onStart?(x: number): void;
}

export type Reference = Record<string, string> & { type?: never };

export interface Holder {
  plugin: Plugin;
  listeners?: Listeners;
  reference: Reference;
}
