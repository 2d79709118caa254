export interface Ping { type: 'ping' }
export interface Pong { type: 'pong' }
export interface Other { type: string; data?: unknown }
export type ServerEvent = Ping | Pong | Other;
export interface Granted { type: 'answer'; ok: true; token: string }
export interface Refused { type: 'answer'; ok: false; reason: string }
export interface End { type: 'end' }
export type ClientEvent = Granted | Refused | End;
