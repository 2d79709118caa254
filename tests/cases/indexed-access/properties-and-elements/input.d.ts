export interface Config {
  mode: 'fast' | 'slow';
  nested: { depth: number; tags?: string[] };
  list: Array<{ id: string }>;
  pair: [string, number];
  maybe?: boolean;
  map: Record<string, Date2>;
}
export interface Date2 {
  iso: string;
}
export type Mode = Config['mode'];
export type Element = Config['list'][number];
export interface Uses {
  mode: Config['mode'];
  depth: Config['nested']['depth'];
  tags: Config['nested']['tags'];
  element: Element;
  first: Config['pair'][0];
  either: Config['pair'][number];
  maybe: Config['maybe'];
  value: Config['map'][string];
  several: Config['mode' | 'maybe'];
  any: Config[keyof Pick<Config, 'mode' | 'pair'>];
}
