export interface Before {
  x: string;
}
export interface Open {
  y: {
    z: string;
