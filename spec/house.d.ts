export interface Open { type: "open"; door: string }
export interface Shut { type: "shut"; door: string }
export type ClientEvent = Open | Shut;
