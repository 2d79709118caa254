export default interface Thing {
  id: string;
}
declare const value: { x: number };
export type Other = typeof value;
