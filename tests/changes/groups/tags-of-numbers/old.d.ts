export interface Hello { op: 10; interval: number }
export interface Ack { op: 11 }
export interface Yes { op: true }
export interface One { op: 1 }
export type Message = Hello | Ack | Yes | One;
