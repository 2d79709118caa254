/** A protocol whose union does not say who sends, with a discriminator of another name. */
export interface Ping {
  op: 'ping';
  n: number;
}
export interface Pong {
  op: 'pong';
  n?: number;
}
export type Frame = Ping | Pong;
