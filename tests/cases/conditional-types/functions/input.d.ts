export type Arg<F> = F extends (value: infer A) => void ? A : never;
export type Result<F> = F extends (...args: any[]) => infer R ? R : 'no function';
export type Tail<F> = F extends (first: any, ...rest: infer Rest) => unknown ? Rest : never;
export type Made<C> = C extends new (...args: infer P) => infer T ? { from: P; made: T } : never;
export type Awaits<T> = T extends Promise<infer V> ? Awaits<V> : T;
export type Json<T> = T extends { toJSON(): infer J } ? J : T extends (...args: any) => any ? never : T;
export type IsAny<F> = F extends (value: { a: string; b: number }) => void ? 'takes it' : 'does not';
export type FirstText<T> = T extends [infer H extends string, ...unknown[]] ? H : null;
export type Union<T> = T extends { a: (x: infer U) => void; b: (x: infer U) => void } ? U : never;
export type Either<T> = T extends { a: infer U; b: infer U } ? U : never;

interface Message { id: number; text?: string }
interface Events {
  message: (message: Message, retry?: boolean) => void;
  open(): Promise<{ session: string }>;
  error?(this: Events, error: { code: number }, ...details: string[]): boolean;
  count: number;
}
declare class Client { id: string }
interface Factory { new (name: string, port?: number): Message }
interface Callable { (value: 'called'): { done: true }; (value: 'again'): { done: false } }
declare function connect(url: string, options: { retries: number }): Promise<Message>;
declare function connect(url: string): Promise<Message[]>;
declare const handler: (event: { kind: 'ping' }) => asserts event is { kind: 'ping' };
type Generic = <T>(value: T, other: string) => T;
interface Thenable { then(resolve: (value: Promise<'resolved'>) => void): void }

export interface Inferred {
  arg: Arg<(value: string | null) => void>;
  none: Arg<string>;
  fewer: Arg<() => void>;
  result: Result<(a: 1) => Message>;
  noFunction: Result<12>;
  library: Result<Function>;
  tail: Tail<(a: string, b?: number, ...c: boolean[]) => void>;
  made: Made<Factory>;
  awaited: Awaits<Promise<Promise<Message>>>;
  plain: Awaits<'plain'>;
  json: Json<{ toJSON(): { at: string }; secret: string }>;
  noJson: Json<{ value: 1 }>;
  takes: IsAny<(value: { a: string }) => void>;
  doesNot: IsAny<(value: { a: string; b: number; c: 1 }) => void>;
  tooMany: IsAny<(value: { a: string }, more: string) => void>;
  first: FirstText<['x', 1]>;
  notText: FirstText<[1, 'x']>;
  both: Union<{ a: (x: { p: string }) => void; b: (x: { q: number }) => void }>;
  either: Either<{ a: string; b: number }>;
}
export interface Utilities {
  parameters: Parameters<Events['message']>;
  method: Parameters<Events['open']>;
  optional: Parameters<NonNullable<Events['error']>>;
  first: Parameters<Events['message']>[0];
  event: { [K in keyof Events]: Events[K] extends (...args: infer P) => any ? P : 'no event' };
  result: ReturnType<Events['open']>;
  settled: Awaited<ReturnType<Events['open']>>;
  overloaded: Awaited<ReturnType<typeof connect>>;
  constant: Parameters<typeof handler>[0];
  predicate: ReturnType<(x: unknown) => x is string>;
  generic: Parameters<Generic>;
  constrained: ReturnType<<T extends 'a' | 'b', U extends T>(value: U) => U>;
  called: ReturnType<Callable>;
  constructed: ConstructorParameters<Factory>;
  instance: InstanceType<Factory>;
  abstract: InstanceType<abstract new () => Client>;
  awaited: Awaited<Promise<string> | number | PromiseLike<Promise<null>>>;
  thenable: Awaited<Thenable>;
  keys: keyof Events;
}
export interface Dates {
  at: Date;
  isText: Date extends string ? true : false;
  converted: { [K in 'a' | 'b']: { a: Date; b: string }[K] extends Date ? 'date' : 'no date' };
}
