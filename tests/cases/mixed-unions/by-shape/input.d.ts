export type Choice = 'none' | 'auto' | Choice.Named | Choice.Hosted;
export namespace Choice {
  interface Named {
    type: 'function';
    name: string;
  }
  interface Hosted {
    type: 'web' | 'file';
  }
}
export interface Holder {
  choice: Choice;
  content: string | Array<{ type: 'text'; text: string }>;
  scalar: string | number | boolean | null;
  listOrObject: Array<string> | { items: string[] };
  lists: Array<string> | Array<number>;
  tupleOrMap: [number, number] | Record<string, number>;
  stop?: string | null | Array<string>;
  literalOrNumber: 'inf' | number;
  objectOrMap?: { id: string } | { [key: string]: number };
  anything?: unknown | string;
}
