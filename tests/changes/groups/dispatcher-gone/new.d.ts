export interface Ping { type: 'ping' }
export interface Pong { type: 'pong' }
export type Event = Ping | Pong;
export interface Session { id: string; limit: number; last?: Event }
