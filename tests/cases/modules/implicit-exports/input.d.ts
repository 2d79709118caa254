/** In a file of declarations that has one export, the others are exported too. */
interface Quiet {
  q: string;
}
type Loud = 'l';
export interface Holder {
  quiet: Quiet;
}
