export interface Input { format?: string }
export interface Output { format?: string; volume?: number; echo_cancelling?: boolean }
export interface Setup { type: 'setup'; input: Input; output: Output }
export interface Stop { type: 'stop' }
export type ClientEvent = Setup | Stop;
