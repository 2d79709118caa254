export interface There {
  x: string;
}
