export interface Input { format?: string; echo_cancelling?: boolean }
export interface Output { format?: string; volume?: number }
export interface Setup { type: 'setup'; input: Input; output: Output }
export interface Stop { type: 'stop' }
export type ClientEvent = Setup | Stop;
