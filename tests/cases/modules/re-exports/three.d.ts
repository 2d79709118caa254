export interface F {
  f: null;
}
