export type Colour = string;
export interface Paint { type: 'paint'; colour: Colour | 'none' }
export interface Stop { type: 'stop' }
export type ClientEvent = Paint | Stop;
