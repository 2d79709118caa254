export interface On {
  type: 'on';
}
export interface Off {
  type: 'off';
  why?: string;
}
export type Any = On | Off;
