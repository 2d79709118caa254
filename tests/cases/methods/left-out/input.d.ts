export interface Service {
  id: string;
  start(): void;
  stop?(code: number): Promise<void>;
  onEvent: (event: string) => void;
  handler?: ((event: string) => void) | null;
  (call: string): number;
  new (make: string): Service;
  get size(): number;
  set size(value: number);
  readonly version: 1;
  symbol: symbol;
  callback: Function;
  cancelled?: undefined | (() => void);
  nothing?: undefined;
  either: string | (() => string);
}
export type Handler = (event: Service) => void;
export type Maker = new () => Service;
export interface OnlyMethods {
  run(): void;
}
export interface Uses {
  service: Service;
  only: OnlyMethods;
  list: Array<(x: number) => void>;
}
