export interface Message<Method extends string, Params = undefined> {
  jsonrpc: '2.0';
  method: Method;
  params?: Params;
}
export type Ping = Message<'ping'>;
export type Call = Message<'call', { name: string; arguments?: Record<string, unknown> }>;
export type AnyMessage = Ping | Call;
export type MethodOf<M extends Message<string, unknown>> = M['method'];
export interface Log {
  last: MethodOf<AnyMessage>;
}
