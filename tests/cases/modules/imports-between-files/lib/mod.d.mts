export interface Dotted {
  mts: 1;
}
