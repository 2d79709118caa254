export enum Kind {
  Ping = "ping",
  Pong = "pong",
}
export interface Ping {
  readonly type: Kind.Ping;
  payload?: string;
}
export interface Pong {
  readonly type: Kind.Pong;
}
/** Every message, or that of a kind. */
export type Message<T extends Kind = Kind> = T extends Kind.Ping
  ? Ping
  : T extends Kind.Pong
    ? Pong
    : never;
export type Envelope<T = Message> = { id: string; message: T };
export type OrNull<T> = T | null;
export type Pair<T, U = T> = { one: T; other: U };
export interface Log {
  last: OrNull<Message>;
  first: Message<Kind.Ping>;
  envelope: Envelope;
  other: Envelope<string>;
}
