export interface Ping { type: 'ping' }
export interface Pong { type: 'pong' }
export type ServerEvent = Ping | Pong;
export interface Granted { type: 'answer'; ok: true; token: string }
export interface End { type: 'end' }
export type ClientEvent = Granted | End;
