export interface Ping { type: 'ping' }
export interface Pong { type: 'pong' }
export type Event = Ping | Pong;
export interface Session { id: string; last?: Event }
export interface Hello { op?: 10 }
export interface Ack { op: 11 }
export type Gateway = Hello | Ack;
export interface Yes { kind: 'yes' }
